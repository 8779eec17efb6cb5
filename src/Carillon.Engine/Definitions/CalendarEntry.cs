using Carillon.Core;
using Carillon.Core.Schedules;

namespace Carillon.Engine.Definitions;

/// <summary>One calendar file as the catalog knows it.</summary>
/// <param name="Path">The file, relative to the workflows folder, with <c>/</c>.</param>
/// <param name="Text">Its text as last read; empty when it could not be read.</param>
/// <param name="Live">The calendar that counts: the file's own, or the last good one when the file is broken; null when there never was one.</param>
/// <param name="Problems">What is wrong with the text, warnings included.</param>
/// <param name="Stale">True when <paramref name="Live"/> is not what the file says, because the file is broken.</param>
public sealed record CalendarEntry(string Path, string Text, BusinessCalendar? Live, IReadOnlyList<Problem> Problems, bool Stale);
