namespace Carillon.Simulation.Tests.World;

/// <summary>
/// What one life of a node is about to do: every piece of code between two awaits, and every timer that has rung. Nothing runs until the world picks it. After death
/// nothing runs at all.
/// </summary>
internal sealed class NodeSteps : TaskScheduler
{
    private readonly List<object> _ready = [];
    private readonly int _thread = Environment.CurrentManagedThreadId;
    private static readonly Action<string> NoBreach = static _ => { };

    /// <summary>Told when code ran outside of the simulation's thread: then a history would not replay.</summary>
    public Action<string> Breach { get; init; } = NoBreach;

    public bool IsDead { get; set; }

    public int Count => _ready.Count;

    public void Die()
    {
        IsDead = true;
        _ready.Clear();
    }

    public void Ring(NodeTimer timer)
    {
        if (IsDead)
            return;
        timer.IsRung = true;
        _ready.Add(timer);
    }

    public void Take(int place)
    {
        var step = _ready[place];
        _ready.RemoveAt(place);
        if (step is Task task)
            TryExecuteTask(task);
        else if (step is NodeTimer { IsRung: true } timer)
            timer.Fire();
    }

    protected override void QueueTask(Task task)
    {
        if (Environment.CurrentManagedThreadId != _thread)
            Breach(Environment.StackTrace);
        if (!IsDead)
            _ready.Add(task);
    }

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;

    protected override IEnumerable<Task> GetScheduledTasks() => _ready.OfType<Task>();
}
