package dev.penstock.functions.java;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import example.handlers.GenericHandlers;
import example.handlers.SystemHandler;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

class SystemCallRewriterTest {
    private static final int MAJOR_VERSION_AT = 7;

    @Test
    void whatADebuggerReadsSurvives() throws IOException {
        byte[] original = bytesOf(SystemHandler.class);

        byte[] rewritten = SystemCallRewriter.rewrite(original);

        assertThat(rewritten).isNotEqualTo(original);
        assertThat(debugInfoOf(rewritten))
                .isEqualTo(debugInfoOf(original))
                .contains("source SystemHandler.java")
                .anyMatch(line -> line.startsWith("environment line "))
                .contains("environment variable name");
    }

    @Test
    void classWithoutSystemCallsIsLeftAsItIs() throws IOException {
        byte[] original = bytesOf(GenericHandlers.Reading.class);

        assertThat(SystemCallRewriter.rewrite(original)).isSameAs(original);
    }

    @Test
    void classFileNewerThanTheLibraryKnowsIsRewrittenAndKeepsItsVersion() throws IOException {
        byte[] original = bytesOf(SystemHandler.class);
        original[MAJOR_VERSION_AT] = 99;

        byte[] rewritten = SystemCallRewriter.rewrite(original);

        assertThat(rewritten[MAJOR_VERSION_AT]).isEqualTo((byte) 99);
        assertThat(new String(rewritten, ISO_8859_1)).contains("GuestSystem");
    }

    private static byte[] bytesOf(Class<?> type) throws IOException {
        try (var content = type.getResourceAsStream(
                type.getName().substring(type.getPackageName().length() + 1) + ".class")) {
            return content.readAllBytes();
        }
    }

    private static List<String> debugInfoOf(byte[] classFile) {
        List<String> found = new ArrayList<>();
        new ClassReader(classFile)
                .accept(
                        new ClassVisitor(Opcodes.ASM9) {
                            @Override
                            public void visitSource(String source, String debug) {
                                found.add("source " + source);
                            }

                            @Override
                            public MethodVisitor visitMethod(
                                    int access, String name, String descriptor, String signature, String[] exceptions) {
                                return methodInfo(name, found);
                            }
                        },
                        0);
        return found;
    }

    private static MethodVisitor methodInfo(String method, List<String> found) {
        return new MethodVisitor(Opcodes.ASM9) {
            @Override
            public void visitLineNumber(int line, Label start) {
                found.add(method + " line " + line);
            }

            @Override
            public void visitLocalVariable(
                    String name, String descriptor, String signature, Label start, Label end, int index) {
                found.add(method + " variable " + name);
            }
        };
    }
}
