package dev.cairn.bugs;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.DoWhileLoopTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.ForLoopTree;
import com.sun.source.tree.IfTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.Tree.Kind;
import com.sun.source.tree.WhileLoopTree;
import com.sun.source.util.TreePath;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The shape of a place in the code. */
sealed interface Shape {

    /** All matches below, in source order. */
    List<TreePath> in(TreePath scope);

    /** Its description within a sentence: {@code call of raise}. */
    String what();

    /** Which of the matches of {@link #in} is meant, from 1; 0 for the only one. */
    default int number() {
        return 0;
    }

    /** @param number from 1; 0 for the only one */
    record Call(String name, int number) implements Shape {
        @Override
        public List<TreePath> in(TreePath scope) {
            return Trees.below(scope, path -> {
                String called = Trees.called(path.getLeaf());
                return called.equals(name) || called.endsWith("." + name);
            });
        }

        @Override
        public String what() {
            return "call of " + name;
        }
    }

    record Condition(List<String> names) implements Shape {
        @Override
        public List<TreePath> in(TreePath scope) {
            List<TreePath> conditions = new ArrayList<>();
            for (TreePath path : Trees.below(scope, each -> condition(each.getLeaf()) != null)) {
                TreePath condition = inside(new TreePath(path, condition(path.getLeaf())));
                if (Trees.names(condition).containsAll(names)) {
                    conditions.add(condition);
                }
            }
            return conditions;
        }

        private static @Nullable ExpressionTree condition(Tree tree) {
            return switch (tree) {
                case IfTree choice -> choice.getCondition();
                case WhileLoopTree loop -> loop.getCondition();
                case DoWhileLoopTree loop -> loop.getCondition();
                case ForLoopTree loop -> loop.getCondition();
                case ConditionalExpressionTree choice -> choice.getCondition();
                default -> null;
            };
        }

        private static TreePath inside(TreePath path) {
            return path.getLeaf() instanceof ParenthesizedTree parentheses
                    ? inside(new TreePath(path, parentheses.getExpression()))
                    : path;
        }

        @Override
        public String what() {
            return "condition that mentions " + String.join(" and ", names);
        }
    }

    record Operand(List<String> names) implements Shape {
        @Override
        public List<TreePath> in(TreePath scope) {
            return Trees.below(
                    scope,
                    path -> isLogical(path.getParentPath().getLeaf())
                            && !isLogical(path.getLeaf())
                            && Trees.names(path).containsAll(names));
        }

        static boolean isLogical(Tree tree) {
            return tree.getKind() == Kind.CONDITIONAL_AND || tree.getKind() == Kind.CONDITIONAL_OR;
        }

        @Override
        public String what() {
            return "operand that mentions " + String.join(" and ", names);
        }
    }

    record Comparison(List<String> names) implements Shape {
        private static final Set<Kind> KINDS = Set.of(
                Kind.LESS_THAN,
                Kind.LESS_THAN_EQUAL,
                Kind.GREATER_THAN,
                Kind.GREATER_THAN_EQUAL,
                Kind.EQUAL_TO,
                Kind.NOT_EQUAL_TO);

        @Override
        public List<TreePath> in(TreePath scope) {
            return Trees.below(
                    scope,
                    path -> path.getLeaf() instanceof BinaryTree comparison
                            && KINDS.contains(comparison.getKind())
                            && Trees.names(path).containsAll(names));
        }

        @Override
        public String what() {
            return "comparison that mentions " + String.join(" and ", names);
        }
    }

    /** @param place from 1 */
    record Argument(int place) implements Shape {
        @Override
        public List<TreePath> in(TreePath scope) {
            return arguments(scope.getLeaf())
                    .filter(all -> all.size() >= place)
                    .map(all -> List.of(new TreePath(scope, all.get(place - 1))))
                    .orElse(List.of());
        }

        static Optional<List<? extends ExpressionTree>> arguments(Tree tree) {
            return switch (tree) {
                case MethodInvocationTree call -> Optional.of(call.getArguments());
                case NewClassTree creation -> Optional.of(creation.getArguments());
                default -> Optional.empty();
            };
        }

        @Override
        public String what() {
            return "argument " + place;
        }
    }
}
