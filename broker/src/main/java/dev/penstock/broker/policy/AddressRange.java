package dev.penstock.broker.policy;

import io.netty.util.NetUtil;

/** Ranges of IP addresses as {@code 10.0.0.0/8}; an address alone is a range of one. */
final class AddressRange {
    private AddressRange() {}

    static boolean isOne(String range) {
        byte[] address = NetUtil.createByteArrayFromIpAddressString(address(range));
        int bits = address == null ? 0 : Byte.SIZE * address.length;
        return address != null && prefix(range, bits) >= 0 && prefix(range, bits) <= bits;
    }

    /** False also when one of them is none, or one is IPv4 and the other IPv6. */
    static boolean contains(String range, String given) {
        byte[] wanted = NetUtil.createByteArrayFromIpAddressString(address(range));
        byte[] found = NetUtil.createByteArrayFromIpAddressString(given);
        if (wanted == null || found == null || wanted.length != found.length || !isOne(range)) {
            return false;
        }
        int bits = prefix(range, Byte.SIZE * wanted.length);
        for (int i = 0; i < wanted.length && bits > 0; i++, bits -= Byte.SIZE) {
            int mask = bits >= Byte.SIZE ? 0xFF : 0xFF << (Byte.SIZE - bits);
            if (((wanted[i] ^ found[i]) & mask) != 0) {
                return false;
            }
        }
        return true;
    }

    private static String address(String range) {
        int slash = range.indexOf('/');
        return slash < 0 ? range : range.substring(0, slash);
    }

    private static int prefix(String range, int all) {
        int slash = range.indexOf('/');
        if (slash < 0) {
            return all;
        }
        String digits = range.substring(slash + 1);
        return digits.matches("\\d{1,3}") ? Integer.parseInt(digits) : -1;
    }
}
