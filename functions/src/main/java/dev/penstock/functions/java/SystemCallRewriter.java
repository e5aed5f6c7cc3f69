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
 * <p>DIFFERS: not turned are reflection on {@code System}, what the JDK does by itself (its loggers print to the real
 * standard error, threads that die of an exception too), {@code System.getProperty}, the default time zone and locale, and
 * classes that user code defines in class loaders of its own; see docs/differences.md#java-in-process.
 */
final class SystemCallRewriter {
    private static final String GUEST = Type.getInternalName(GuestSystem.class);
    private static final String SYSTEM = "java/lang/System";
    private static final String RUNTIME = "java/lang/Runtime";
    private static final String PROCESS_BUILDER = "java/lang/ProcessBuilder";
    private static final String STACK_TRACE = "printStackTrace";
    private static final String EXEC = "exec";
    private static final String PROCESS = "Ljava/lang/Process;";

    /** Fields of System that a method of GuestSystem stands for. */
    private static final Set<String> STREAMS = Set.of("in", "out", "err");

    private static final Set<String> STATIC_CALLS = Set.of(
            SYSTEM + ".getenv()Ljava/util/Map;",
            SYSTEM + ".getenv(Ljava/lang/String;)Ljava/lang/String;",
            SYSTEM + ".exit(I)V",
            SYSTEM + ".setOut(Ljava/io/PrintStream;)V",
            SYSTEM + ".setErr(Ljava/io/PrintStream;)V",
            SYSTEM + ".setIn(Ljava/io/InputStream;)V",
            SYSTEM + ".console()Ljava/io/Console;",
            PROCESS_BUILDER + ".startPipeline(Ljava/util/List;)Ljava/util/List;");

    /** Calls on an object: it becomes the first argument. */
    private static final Map<String, String> OBJECT_CALLS = Map.ofEntries(
            Map.entry(RUNTIME + ".exit(I)V", "exit"),
            Map.entry(RUNTIME + ".halt(I)V", "exit"),
            Map.entry(RUNTIME + ".addShutdownHook(Ljava/lang/Thread;)V", "addShutdownHook"),
            Map.entry(RUNTIME + ".removeShutdownHook(Ljava/lang/Thread;)Z", "removeShutdownHook"),
            Map.entry(RUNTIME + ".exec(Ljava/lang/String;)" + PROCESS, EXEC),
            Map.entry(RUNTIME + ".exec(Ljava/lang/String;[Ljava/lang/String;)" + PROCESS, EXEC),
            Map.entry(RUNTIME + ".exec(Ljava/lang/String;[Ljava/lang/String;Ljava/io/File;)" + PROCESS, EXEC),
            Map.entry(RUNTIME + ".exec([Ljava/lang/String;)" + PROCESS, EXEC),
            Map.entry(RUNTIME + ".exec([Ljava/lang/String;[Ljava/lang/String;)" + PROCESS, EXEC),
            Map.entry(RUNTIME + ".exec([Ljava/lang/String;[Ljava/lang/String;Ljava/io/File;)" + PROCESS, EXEC),
            Map.entry(PROCESS_BUILDER + ".environment()Ljava/util/Map;", "environment"),
            Map.entry(PROCESS_BUILDER + ".start()" + PROCESS, "start"));

    private static final List<byte[]> NAMES = Stream.of(SYSTEM, RUNTIME, PROCESS_BUILDER, STACK_TRACE)
            .map(name -> name.getBytes(US_ASCII))
            .toList();
    private static final int UTF8_TAG = 1;

    /** Low byte of the major version. */
    private static final int MAJOR_VERSION_AT = 7;

    private static final byte NEWEST_KNOWN = Opcodes.V25;

    private SystemCallRewriter() {}

    /** The class file to define; the same array when there is nothing to turn. */
    static byte[] rewrite(byte[] classFile) {
        int major = classFile[MAJOR_VERSION_AT];
        if (major <= NEWEST_KNOWN) {
            return rewriteKnown(classFile);
        }
        // A newer JVM than ASM knows: the format changes seldom, so it is read as the newest known one.
        byte[] older = classFile.clone();
        older[MAJOR_VERSION_AT] = NEWEST_KNOWN;
        byte[] rewritten = rewriteKnown(older).clone();
        rewritten[MAJOR_VERSION_AT] = (byte) major;
        return rewritten;
    }

    private static byte[] rewriteKnown(byte[] classFile) {
        ClassReader reader = new ClassReader(classFile);
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
        String objectCall = OBJECT_CALLS.get(owner + "." + name + descriptor);
        if (objectCall != null) {
            return guest(objectCall, "(L" + owner + ";" + descriptor.substring(1));
        }
        if (name.equals(STACK_TRACE) && descriptor.equals("()V")) {
            return guest(STACK_TRACE, "(Ljava/lang/Object;)V");
        }
        return null;
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
            boolean stream = opcode == Opcodes.GETSTATIC && owner.equals(SYSTEM) && STREAMS.contains(name);
            if (stream) {
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
                turned[i] = turn(turned[i]);
            }
            super.visitInvokeDynamicInsn(name, descriptor, bootstrap, turned);
        }

        @Override
        public void visitLdcInsn(Object constant) {
            super.visitLdcInsn(turn(constant));
        }

        private static Object turn(Object constant) {
            if (!(constant instanceof Handle handle)) {
                return constant;
            }
            Handle guest =
                    replacement(opcodeOf(handle.getTag()), handle.getOwner(), handle.getName(), handle.getDesc());
            return guest == null ? handle : guest;
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
