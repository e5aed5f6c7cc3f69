package dev.penstock.functions.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The memory of a process as Linux tells it in {@code /proc/<pid>/status}.
 *
 * @param peakMb the most that it had, with the files that it maps; rounded up; -1 when that cannot be known
 * @param ownMb what it has now of its own, without mapped files, which the system can take back; -1 as above
 */
record ProcessMemory(int peakMb, int ownMb) {
    /** Not told on this system, or the process is gone. */
    static final ProcessMemory UNKNOWN = new ProcessMemory(-1, -1);

    private static final int KB_PER_MB = 1024;

    static ProcessMemory of(long pid) {
        Path status = Path.of("/proc", Long.toString(pid), "status");
        if (!Files.isReadable(status)) {
            return UNKNOWN;
        }
        long peak = 0;
        long own = 0;
        try {
            for (String line : Files.readAllLines(status)) {
                if (line.startsWith("VmHWM:")) {
                    peak = kilobytes(line);
                } else if (line.startsWith("RssAnon:") || line.startsWith("RssShmem:")) {
                    own += kilobytes(line);
                }
            }
        } catch (IOException gone) {
            return UNKNOWN;
        }
        return peak == 0 ? UNKNOWN : new ProcessMemory(megabytes(peak), megabytes(own));
    }

    private static long kilobytes(String line) {
        String digits = line.replaceAll("\\D", "");
        return digits.isEmpty() ? 0 : Long.parseLong(digits);
    }

    private static int megabytes(long kilobytes) {
        return (int) ((kilobytes + KB_PER_MB - 1) / KB_PER_MB);
    }
}
