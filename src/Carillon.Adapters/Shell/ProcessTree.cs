using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Carillon.Adapters.Shell;

/// <summary>
/// The processes that came of one start, on Linux: its session and group, the descendants of those, and whatever carries the
/// start's mark in its environment, which also finds children that made a session of their own and whose parents have ended.
/// </summary>
/// <param name="root">The process started, leader of its session and group.</param>
/// <param name="mark">The entry that only this start's environment has, as <c>NAME=value</c>.</param>
internal sealed partial class ProcessTree(int root, string mark)
{
    internal const int Terminate = 15;
    internal const int Kill = 9;

    private readonly byte[] _mark = Encoding.UTF8.GetBytes(mark);

    /// <summary>True while a process is in the group, the dead one nobody has waited for included. One system call.</summary>
    public bool GroupLives => SendSignal(-root, 0) == 0;

    /// <summary>Signals the whole tree. Returns how many processes were found alive.</summary>
    public int Signal(int signal)
    {
        var members = Find();
        foreach (var member in members) SendSignal(member, signal);
        return members.Count;
    }

    /// <summary>The living members. Zombies are not among them.</summary>
    public IReadOnlyCollection<int> Find()
    {
        var processes = All();
        var members = processes.Where(p => p.Id == root || p.Group == root || p.Session == root || IsMarked(p.Id)).Select(p => p.Id).ToHashSet();
        for (var grew = true; grew;)
        {
            grew = false;
            foreach (var process in processes) grew |= members.Contains(process.Parent) && members.Add(process.Id);
        }

        members.IntersectWith(processes.Where(p => p.Lives).Select(p => p.Id));
        members.Remove(Environment.ProcessId);
        return members;
    }

    private bool IsMarked(int id)
    {
        try
        {
            return File.ReadAllBytes($"/proc/{id}/environ").AsSpan().IndexOf(_mark) >= 0;
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static List<Entry> All()
    {
        var entries = new List<Entry>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder.AsSpan()), NumberStyles.None, CultureInfo.InvariantCulture, out var id) && Read(id) is { } entry)
                entries.Add(entry);
        }

        return entries;
    }

    // "pid (name) state ppid pgrp session …"; the name may hold spaces and parentheses.
    private static Entry? Read(int id)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{id}/stat");
            var parts = stat[(stat.LastIndexOf(')') + 2)..].Split(' ', 5);
            return new(id, Number(parts[1]), Number(parts[2]), Number(parts[3]), Lives: parts[0] is not ("Z" or "X"));
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return null;
        }

        static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int SendSignal(int process, int signal);

    private readonly record struct Entry(int Id, int Parent, int Group, int Session, bool Lives);
}
