package dev.penstock.functions.local;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * What is seen of code on disk without reading it: names, sizes and times of change. Folders of installed packages count
 * as a whole, for they hold thousands of files that nobody edits.
 *
 * @param files how many were looked at
 * @param newestMillis time of the last change
 * @param built whether it has class files or archives, which tools write over some time
 */
record CodeStamp(long hash, int files, long newestMillis, boolean built) {
    private static final Set<String> PACKAGES =
            Set.of("node_modules", ".venv", "venv", "site-packages", ".git", "__pycache__");
    private static final long MIX = 0x9E3779B97F4A7C15L;
    private static final int SHIFT = 29;

    static CodeStamp of(List<Path> roots) {
        Visitor visitor = new Visitor();
        for (Path root : roots) {
            try {
                Files.walkFileTree(root, visitor);
            } catch (IOException vanished) {
                visitor.add(root, 0, 0); // a file that goes while its folder is looked through is a change
            }
        }
        return new CodeStamp(visitor.hash, visitor.files, visitor.newestMillis, visitor.built);
    }

    private static final class Visitor extends SimpleFileVisitor<Path> {
        private long hash;
        private int files;
        private long newestMillis;
        private boolean built;

        /** The order of the files does not matter. */
        private void add(Path path, long size, long nanos) {
            long one = path.hashCode() * MIX + size;
            one = (one ^ (one >>> SHIFT)) * MIX + nanos;
            hash += (one ^ (one >>> SHIFT)) * MIX;
            files++;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            Path name = folder.getFileName();
            if (name != null && PACKAGES.contains(name.toString())) {
                add(folder, 0, attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS));
                return FileVisitResult.SKIP_SUBTREE;
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            add(file, attributes.size(), attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS));
            newestMillis = Math.max(newestMillis, attributes.lastModifiedTime().toMillis());
            String name = file.toString();
            built |= name.endsWith(".class") || name.endsWith(".jar") || name.endsWith(".zip");
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException vanished) {
            return FileVisitResult.CONTINUE;
        }
    }
}
