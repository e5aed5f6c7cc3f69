package dev.penstock.analytics.plan;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.calcite.schema.impl.ScalarFunctionImpl;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.validate.SqlUserDefinedFunction;

/** Operators that call static methods from generated code. */
final class JavaCalls {
    private final Map<String, SqlOperator> operators = new ConcurrentHashMap<>();

    /** The operator that calls a public static method of a public class. */
    SqlOperator to(Class<?> owner, String method, Class<?>... parameters) {
        // The name takes part in equality of expressions, so it must tell overloads apart.
        String name = owner.getSimpleName() + '.' + method + Arrays.toString(parameters);
        return operators.computeIfAbsent(name, key -> operator(key, method(owner, method, parameters)));
    }

    private static SqlOperator operator(String name, Method method) {
        return new SqlUserDefinedFunction(
                new SqlIdentifier(name, SqlParserPos.ZERO),
                SqlKind.OTHER_FUNCTION,
                ReturnTypes.ARG0,
                (call, returnType, operandTypes) -> {},
                null,
                ScalarFunctionImpl.create(method));
    }

    private static Method method(Class<?> owner, String name, Class<?>... parameters) {
        try {
            return owner.getMethod(name, parameters);
        } catch (NoSuchMethodException missing) {
            throw new IllegalStateException("the function registry names a method that is not there", missing);
        }
    }
}
