package dev.penstock.functions.java.guest;

import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Collections;

/**
 * Takes the JDBC drivers of a function out of the JVM's list, which would hold its class loader. Only a class of that very
 * loader may: it is defined there, not beside the others.
 */
public final class GuestDrivers {

    private GuestDrivers() {}

    /** @return how many there were */
    public static int deregister() throws SQLException {
        int found = 0;
        for (Driver driver : Collections.list(DriverManager.getDrivers())) {
            if (driver.getClass().getClassLoader() == GuestDrivers.class.getClassLoader()) {
                DriverManager.deregisterDriver(driver);
                found++;
            }
        }
        return found;
    }
}
