package dev.penstock.functions.java;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.penstock.functions.java.guest.GuestSystem;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Turns what a user class asks of the whole JVM (environment variables, exit, standard output) to {@link GuestSystem},
 * which answers for its own function. Each replacement takes and leaves the same types on the stack, so frames stay valid.
 *
 * <p>DIFFERS: reflection on {@code System}, {@code ProcessBuilder.environment()} and classes that user code defines in
 * class loaders of its own still see the real process; see docs/differences.md#java-in-process.
 */
final class SystemCallRewriter {
    private static final String GUEST = Type.getInternalName(GuestSystem.class);
    private static final String SYSTEM = "java/lang/System";
    private static final String RUNTIME = "java/lang/Runtime";
    private static final String LAMBDA_RUNTIME = "com/amazonaws/services/lambda/runtime/LambdaRuntime";
    private static final String STACK_TRACE = "printStackTrace";

    private static final Set<String> STATIC_CALLS = Set.of(
            SYSTEM + ".getenv()Ljava/util/Map;",
            SYSTEM + ".getenv(Ljava/lang/String;)Ljava/lang/String;",
            SYSTEM + ".exit(I)V",
            SYSTEM + ".setOut(Ljava/io/PrintStream;)V",
            SYSTEM + ".setErr(Ljava/io/PrintStream;)V",
            LAMBDA_RUNTIME + ".getLogger()Lcom/amazonaws/services/lambda/runtime/LambdaLogger;");

    /** Calls on the one Runtime object: it becomes the first argument. */
    private static final Map<String, String> RUNTIME_CALLS = Map.of(
            "exit(I)V", "exit",
            "halt(I)V", "exit",
            "addShutdownHook(Ljava/lang/Thread;)V", "addShutdownHook",
            "removeShutdownHook(Ljava/lang/Thread;)Z", "removeShutdownHook");

    private static final List<byte[]> NAMES = Stream.of(SYSTEM, RUNTIME, LAMBDA_RUNTIME, STACK_TRACE)
            .map(name -> name.getBytes(US_ASCII))
            .toList();
    private static final int UTF8_TAG = 1;

    private SystemCallRewriter() {}

    /** The class file to define; the same array when there is nothing to turn. */
    static byte[] rewrite(byte[] classFile) {
        ClassReader reader;
        try {
            reader = new ClassReader(classFile);
        } catch (IllegalArgumentException newerThanAsm) {
            return classFile; // the JVM refuses it too, with a better message
        }
        if (!mayCall(reader, classFile)) {
            return classFile;
        }
        ClassWriter writer = new ClassWriter(reader, 0);
        reader.accept(new Rewriter(writer), 0);
        return writer.toByteArray();
    }

    /** Whether a name occurs in the constant pool: of 3,000 classes of the AWS SDK all but 81 are let through unparsed. */
    private static boolean mayCall(ClassReader reader, byte[] classFile) {
        for (int i = 1; i < reader.getItemCount(); i++) {
            int item = reader.getItem(i);
            if (item > 0 && classFile[item - 1] == UTF8_TAG && isName(classFile, item)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isName(byte[] classFile, int item) {
        int length = ((classFile[item] & 0xFF) << Byte.SIZE) | (classFile[item + 1] & 0xFF);
        int start = item + Short.BYTES;
        for (byte[] name : NAMES) {
            if (name.length == length && Arrays.equals(classFile, start, start + length, name, 0, length)) {
                return true;
            }
        }
        return false;
    }

    /** A call to {@link GuestSystem} in place of another, or null to leave it. */
    private static @Nullable Handle replacement(int opcode, String owner, String name, String descriptor) {
        if (opcode == Opcodes.INVOKESTATIC && STATIC_CALLS.contains(owner + "." + name + descriptor)) {
            return guest(name, descriptor);
        }
        if (opcode != Opcodes.INVOKEVIRTUAL) {
            return null;
        }
        String runtimeCall = owner.equals(RUNTIME) ? RUNTIME_CALLS.get(name + descriptor) : null;
        if (runtimeCall != null) {
            return guest(runtimeCall, "(L" + RUNTIME + ";" + descriptor.substring(1));
        }
        if (name.equals(STACK_TRACE) && descriptor.equals("()V") && looksThrowable(owner)) {
            return guest(STACK_TRACE, "(Ljava/lang/Object;)V");
        }
        return null;
    }

    private static boolean looksThrowable(String owner) {
        return owner.endsWith("Exception") || owner.endsWith("Error") || owner.endsWith("Throwable");
    }

    private static Handle guest(String name, String descriptor) {
        return new Handle(Opcodes.H_INVOKESTATIC, GUEST, name, descriptor, false);
    }

    private static final class Rewriter extends ClassVisitor {
        Rewriter(ClassWriter next) {
            super(Opcodes.ASM9, next);
        }

        @Override
        public MethodVisitor visitMethod(
                int access,
                String name,
                String descriptor,
                @Nullable String signature,
                String @Nullable [] exceptions) {
            return new CallRewriter(super.visitMethod(access, name, descriptor, signature, exceptions));
        }
    }

    private static final class CallRewriter extends MethodVisitor {
        CallRewriter(MethodVisitor next) {
            super(Opcodes.ASM9, next);
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
            Handle guest = replacement(opcode, owner, name, descriptor);
            if (guest == null) {
                super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
            } else {
                super.visitMethodInsn(Opcodes.INVOKESTATIC, GUEST, guest.getName(), guest.getDesc(), false);
            }
        }

        @Override
        public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
            boolean output =
                    opcode == Opcodes.GETSTATIC && owner.equals(SYSTEM) && (name.equals("out") || name.equals("err"));
            if (output) {
                super.visitMethodInsn(Opcodes.INVOKESTATIC, GUEST, name, "()" + descriptor, false);
            } else {
                super.visitFieldInsn(opcode, owner, name, descriptor);
            }
        }

        /** Method references, for example {@code System::getenv}. */
        @Override
        public void visitInvokeDynamicInsn(String name, String descriptor, Handle bootstrap, Object... arguments) {
            Object[] turned = arguments.clone();
            for (int i = 0; i < turned.length; i++) {
                if (turned[i] instanceof Handle handle) {
                    Handle guest = replacement(
                            opcodeOf(handle.getTag()), handle.getOwner(), handle.getName(), handle.getDesc());
                    turned[i] = guest == null ? handle : guest;
                }
            }
            super.visitInvokeDynamicInsn(name, descriptor, bootstrap, turned);
        }

        private static int opcodeOf(int handleTag) {
            return switch (handleTag) {
                case Opcodes.H_INVOKESTATIC -> Opcodes.INVOKESTATIC;
                case Opcodes.H_INVOKEVIRTUAL -> Opcodes.INVOKEVIRTUAL;
                default -> Opcodes.NOP;
            };
        }
    }
}
