package dev.cairn.bugs;

import com.sun.source.tree.BlockTree;
import com.sun.source.tree.CaseTree;
import com.sun.source.tree.ExpressionStatementTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.Tree.Kind;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePath;
import java.util.List;

/** A change to a place in the code. */
sealed interface Change {

    /** The edit of the text. */
    List<SourceCode.Splice> of(SourceCode code, TreePath member, TreePath place);

    record Replace(String java) implements Change {
        @Override
        public List<SourceCode.Splice> of(SourceCode code, TreePath member, TreePath place) {
            Tree replaced = place.getLeaf() instanceof VariableTree field ? field.getInitializer() : place.getLeaf();
            return List.of(code.replace(replaced, code.filled(java, member, place)));
        }
    }

    record Remove() implements Change {
        @Override
        public List<SourceCode.Splice> of(SourceCode code, TreePath member, TreePath place) {
            Tree around = place.getParentPath().getLeaf();
            if (around instanceof ExpressionStatementTree) {
                return List.of(code.replace(around, ";"));
            }
            if (around instanceof LambdaExpressionTree) {
                return List.of(code.replace(place.getLeaf(), "{}"));
            }
            if (Shape.Operand.isLogical(around)) {
                String neutral = String.valueOf(around.getKind() == Kind.CONDITIONAL_AND);
                return List.of(code.replace(place.getLeaf(), neutral));
            }
            if (place.getLeaf() instanceof MethodInvocationTree call
                    && call.getMethodSelect() instanceof MemberSelectTree select) {
                return List.of(code.replace(call, code.text(select.getExpression())));
            }
            throw code.misfit("cannot be left out where it is");
        }
    }

    record Beside(String java, boolean before) implements Change {
        @Override
        public List<SourceCode.Splice> of(SourceCode code, TreePath member, TreePath place) {
            Tree statement = statement(code, place).getLeaf();
            String filled = code.filled(java, member, place);
            return List.of(
                    before
                            ? code.insert(code.start(statement), filled + "\n")
                            : code.insert(code.end(statement), "\n" + filled));
        }
    }

    record Move(Shape.Call call, boolean before) implements Change {
        @Override
        public List<SourceCode.Splice> of(SourceCode code, TreePath member, TreePath place) {
            Tree moved = statement(code, place).getLeaf();
            Tree other = statement(code, code.find(member, call)).getLeaf();
            String text = "\n" + code.text(moved) + "\n";
            return List.of(code.replace(moved, ""), code.insert(before ? code.start(other) : code.end(other), text));
        }
    }

    record Body(String java) implements Change {
        @Override
        public List<SourceCode.Splice> of(SourceCode code, TreePath member, TreePath place) {
            return List.of(code.replace(block(code, place), "{\n" + code.filled(java, member, place) + "\n}"));
        }
    }

    record Begin(String java) implements Change {
        @Override
        public List<SourceCode.Splice> of(SourceCode code, TreePath member, TreePath place) {
            int begin = code.start(block(code, place)) + 1;
            return List.of(code.insert(begin, "\n" + code.filled(java, member, place)));
        }
    }

    record Member(String java) implements Change {
        @Override
        public List<SourceCode.Splice> of(SourceCode code, TreePath member, TreePath place) {
            return List.of(code.insert(code.end(member.getLeaf()), "\n\n" + java));
        }
    }

    private static Tree block(SourceCode code, TreePath place) {
        if (place.getLeaf() instanceof MethodTree method && method.getBody() != null) {
            return method.getBody();
        }
        throw code.misfit("has no body");
    }

    /** The block statement that contains the place. */
    private static TreePath statement(SourceCode code, TreePath place) {
        for (TreePath path = place; path.getParentPath() != null; path = path.getParentPath()) {
            Tree around = path.getParentPath().getLeaf();
            if (path.getLeaf() instanceof StatementTree
                    && (around instanceof BlockTree || around instanceof CaseTree)) {
                return path;
            }
        }
        throw code.misfit("is in no statement");
    }
}
