using Carillon.Core.Definitions;

namespace Carillon.Core.Tests.Definitions;

public sealed class WorkflowGraphTests
{
    private static readonly WorkflowGraph Graph = WorkflowGraph.Of(Definition.Parse("""
        id: w
        tasks:
          - { id: a, uses: shell, with: { run: x } }
          - { id: b, uses: shell, needs: a, for_each: [1, 2], with: { run: x } }
          - { id: c, uses: shell, needs: [a, b], with: { run: x } }
          - { id: d, uses: shell, with: { run: x } }
        on_failure: [{ shell: { run: x } }]
        """).Value);

    [Fact]
    public void A_task_stands_one_level_below_what_it_needs_and_hooks_below_all()
    {
        Graph.Levels().Select(l => string.Join(' ', l.Select(n => n.Id.Value))).ShouldBe(["a d", "b", "c", "on_failure_1"]);
    }

    [Fact]
    public void Edges_lead_from_the_need_to_the_needing()
    {
        Graph.Edges.Select(e => $"{e.From}>{e.To}").ShouldBe(["a>b", "a>c", "b>c"]);
    }

    [Fact]
    public void The_graph_is_drawn_as_text()
    {
        Graph.ToText().ShouldBe("a (shell)\nd (shell)\n  b × items (shell) ← a\n    c (shell) ← a, b\n      on_failure_1 (shell) on failure\n");
    }
}
