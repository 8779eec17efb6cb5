using Carillon.Core;
using Carillon.Engine.Definitions;
using Carillon.Engine.Storage;

namespace Carillon.Engine.History;

/// <summary>Reads strategies. Thread safe.</summary>
/// <param name="database">Where they are.</param>
/// <param name="project">Whose strategies are read.</param>
public sealed class StrategyReader(Database database, string project)
{
    /// <summary>Strategies that fit, by id.</summary>
    /// <param name="filter">Which.</param>
    /// <param name="cursor">From the page before, or null for the first page.</param>
    /// <param name="limit">At most so many.</param>
    public RecordPage<StrategyRecord> List(StrategyFilter filter, string? cursor, int limit)
    {
        var where = Conditions(filter);
        where.AndIf("s.id > ?", cursor);
        var text = $"select {StrategyStore.Columns} from strategies s {where} order by s.id limit {where.Next(limit + 1)}";
        return database.Read(sql => RunReader.Page(sql.Query(text, StrategyStore.Read, where.Values), limit, record => record.Id.Value));
    }

    /// <summary>How many fit.</summary>
    public long Count(StrategyFilter filter)
    {
        var where = Conditions(filter);
        return database.Read(sql => sql.Number($"select count(*) from strategies s {where}", where.Values)) ?? 0;
    }

    /// <summary>The strategy, deleted ones included, or null.</summary>
    public StrategyRecord? Find(WorkflowId id) => database.Read(sql => StrategyStore.Find(sql, project, id));

    private Where Conditions(StrategyFilter filter)
    {
        var where = new Where().And("s.project = ?", project);
        where.And(filter.Status switch
        {
            StrategyStatus.Archived => "s.archived_at is not null",
            StrategyStatus.Disabled => "s.archived_at is null and s.enabled = 0",
            StrategyStatus.Active => "s.archived_at is null and s.enabled = 1",
            _ => "s.archived_at is null",
        });
        where.AndIf("s.template = ?", filter.Template);
        where.AndIf("exists (select 1 from json_each(s.tags) where value = ?)", filter.Tag);
        where.AndIf("s.owner = ?", filter.Owner);
#pragma warning disable CA1308 // as it is stored
        where.AndIf("instr(s.search, ?) > 0", filter.Text?.ToLowerInvariant());
#pragma warning restore CA1308
        where.AndIf("s.id in (select value from json_each(?))", filter.Among is { } ids ? RunReader.JsonList(ids.Select(id => id.Value)) : null);
        return where;
    }
}
