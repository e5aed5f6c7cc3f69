package dev.penstock.analytics.plan;

import dev.penstock.analytics.operator.RowProgram;
import java.io.IOException;
import java.io.StringReader;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.calcite.DataContext;
import org.apache.calcite.adapter.enumerable.JavaRowFormat;
import org.apache.calcite.adapter.enumerable.PhysType;
import org.apache.calcite.adapter.enumerable.PhysTypeImpl;
import org.apache.calcite.adapter.enumerable.RexToLixTranslator;
import org.apache.calcite.adapter.java.JavaTypeFactory;
import org.apache.calcite.linq4j.tree.BlockBuilder;
import org.apache.calcite.linq4j.tree.Expression;
import org.apache.calcite.linq4j.tree.Expressions;
import org.apache.calcite.linq4j.tree.MemberDeclaration;
import org.apache.calcite.linq4j.tree.ParameterExpression;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexProgram;
import org.apache.calcite.rex.RexProgramBuilder;
import org.apache.calcite.sql.validate.SqlConformance;
import org.codehaus.commons.compiler.CompileException;
import org.codehaus.commons.compiler.CompilerFactoryFactory;
import org.codehaus.commons.compiler.IClassBodyEvaluator;

/**
 * Turns a condition and a projection into one class by Calcite's code generator and Janino. Calcite's own
 * JaninoRexCompiler does the same for one list of expressions, with a context that only its package can make and with a
 * conformance of its own.
 */
final class ExpressionCompiler {
    private final RexBuilder rex;
    private final SqlConformance conformance;

    ExpressionCompiler(RexBuilder rex, SqlConformance conformance) {
        this.rex = rex;
        this.conformance = conformance;
    }

    /** @param conditions a row passes when all are TRUE; those after one that is not are not computed */
    RowProgram compile(List<RexNode> conditions, List<RexNode> projection, RelDataType input) {
        ParameterExpression root = Expressions.parameter(DataContext.class, "root");
        ParameterExpression row = Expressions.parameter(Object[].class, "row");
        ParameterExpression result = Expressions.parameter(Object[].class, "result");

        BlockBuilder accepts = new BlockBuilder();
        for (RexNode condition : conditions) {
            Expression passes =
                    translate(List.of(condition), input, accepts, root, row).get(0);
            accepts.add(Expressions.ifThen(
                    Expressions.not(Expressions.unbox(passes)),
                    Expressions.return_(null, Expressions.constant(false))));
        }
        accepts.add(Expressions.return_(null, Expressions.constant(true)));

        BlockBuilder project = new BlockBuilder();
        List<Expression> values = translate(projection, input, project, root, row);
        for (int i = 0; i < values.size(); i++) {
            Expression target = Expressions.arrayIndex(result, Expressions.constant(i));
            project.add(Expressions.statement(Expressions.assign(target, values.get(i))));
        }

        List<MemberDeclaration> members = List.of(
                Expressions.methodDecl(
                        Modifier.PUBLIC, boolean.class, "accepts", List.of(root, row), accepts.toBlock()),
                Expressions.methodDecl(
                        Modifier.PUBLIC, void.class, "project", List.of(root, row, result), project.toBlock()));
        return compiled(Expressions.toString(members, "\n", false));
    }

    private List<Expression> translate(
            List<RexNode> nodes, RelDataType input, BlockBuilder list, Expression root, Expression row) {
        RexProgramBuilder builder = new RexProgramBuilder(input, rex);
        nodes.forEach(node -> builder.addProject(node, null));
        RexProgram program = builder.getProgram();
        JavaTypeFactory types = (JavaTypeFactory) rex.getTypeFactory();
        List<RelDataType> outputs = nodes.stream().map(RexNode::getType).toList();
        List<String> names =
                IntStream.range(0, nodes.size()).mapToObj(i -> "C" + i).toList();
        // With the type of the result each value gets the class that readers of the row expect.
        PhysType result = PhysTypeImpl.of(types, types.createStructType(outputs, names), JavaRowFormat.ARRAY, false);
        RexToLixTranslator.InputGetter inputs =
                new RexToLixTranslator.InputGetterImpl(row, PhysTypeImpl.of(types, input, JavaRowFormat.ARRAY, false));
        return RexToLixTranslator.translateProjects(
                program, types, conformance, list, null, result, root, inputs, name -> {
                    throw new IllegalStateException("a correlated query reached the code generator");
                });
    }

    private static RowProgram compiled(String body) {
        try {
            ClassLoader loader = ExpressionCompiler.class.getClassLoader();
            IClassBodyEvaluator evaluator =
                    CompilerFactoryFactory.getDefaultCompilerFactory(loader).newClassBodyEvaluator();
            evaluator.setClassName("PenstockRowProgram");
            evaluator.setImplementedInterfaces(new Class<?>[] {RowProgram.class});
            evaluator.setParentClassLoader(loader);
            return (RowProgram) evaluator.createInstance(new StringReader(body));
        } catch (CompileException | IOException failure) {
            throw new IllegalStateException("the code generated for the query does not compile", failure);
        } catch (Exception failure) {
            throw new IllegalStateException("the Java compiler of Calcite is missing from the class path", failure);
        }
    }
}
