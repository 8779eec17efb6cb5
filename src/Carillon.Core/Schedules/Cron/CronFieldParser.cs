namespace Carillon.Core.Schedules;

/// <summary>Reads one field of a cron, item by item.</summary>
internal ref struct CronFieldParser
{
    private static readonly string[] MonthNames = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    private static readonly string[] DayNames = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

    /// <summary>A hashed day of month exists in every month.</summary>
    private const int LastHashedDay = 28;

    private readonly CronFieldKind _kind;
    private readonly ReadOnlySpan<char> _text;
    private readonly int _column;
    private readonly string _hashSeed;
    private readonly int _min;
    private readonly int _max;
    private int _at;
    private int _errorAt;
    private string? _error;
    private string? _fix;
    private string? _rule;
    private bool _hashed;

    public CronFieldParser(CronFieldKind kind, ReadOnlySpan<char> text, int column, string hashSeed)
    {
        _kind = kind;
        _text = text;
        _column = column;
        _hashSeed = hashSeed;
        _min = CronField.Min(kind);
        _max = CronField.Max(kind);
    }

    public static Problem Problem(int column, string message, string? fix) =>
        new(ProblemCodes.InvalidScheduleExpression, message, new SourceLocation("cron", 1, column), fix);

    /// <summary>The field, or null with its first problem added.</summary>
    public CronField? Parse(List<Problem> problems)
    {
        var terms = new List<CronTerm>(1);
        var values = 0UL;
        do
        {
            var term = ReadTerm();
            if (_error is null && _at < _text.Length && _text[_at] != ',')
                Fail(_at, $"'{Shown(_text[_at])}' is not expected here.", null);
            if (_error is not null)
            {
                var column = _column + _errorAt;
                problems.Add(Problem(column, $"{CronField.NameOf(_kind)} field, column {column}: {_error}", _fix) with { Rule = _rule });
                return null;
            }
            terms.Add(term);
            values |= Values(term);
        }
        while (_at++ < _text.Length);
        return new CronField(_kind, _column, _text.ToString(), terms, values, _hashed);
    }

    private CronTerm ReadTerm()
    {
        if (_at >= _text.Length || _text[_at] == ',')
            return Fail(_at, "a value is missing.", null);
        switch (_text[_at])
        {
            case '*':
                _at++;
                return WithStep(new CronTerm(CronTermKind.All, _min, _max, 1));
            case '?' when _kind is CronFieldKind.DayOfMonth or CronFieldKind.DayOfWeek:
                _at++;
                return new CronTerm(CronTermKind.All, _min, _max, 1);
            case '?':
                return Fail(_at, "'?' belongs in the day fields only.", "Write * for every value.");
            case 'H' or 'h':
                return ReadHash();
            case 'L' or 'l' when _kind == CronFieldKind.DayOfMonth:
                return ReadLastDay();
            case 'L' or 'l' when _kind == CronFieldKind.DayOfWeek:
                return Fail(_at, "'L' needs a weekday before it.", "Write 5L for the last Friday; L alone belongs in the day of month field.");
        }
        var first = ReadValue();
        if (_error is not null)
            return default;
        if (_at < _text.Length)
        {
            switch (_text[_at])
            {
                case '-':
                    _at++;
                    var last = ReadValue();
                    if (_error is null && _kind == CronFieldKind.DayOfWeek && first == 7 && last < 7)
                        first = 0;
                    return _error is null ? WithStep(new CronTerm(CronTermKind.Range, first, last, 1)) : default;
                case '/':
                    return WithStep(new CronTerm(CronTermKind.From, first % 7 == 0 && _kind == CronFieldKind.DayOfWeek ? 0 : first, _max, 1));
                case 'W' or 'w' when _kind == CronFieldKind.DayOfMonth:
                    _at++;
                    return new CronTerm(CronTermKind.NearestWeekday, first, first, 1);
                case 'L' or 'l' when _kind == CronFieldKind.DayOfWeek:
                    _at++;
                    return new CronTerm(CronTermKind.LastOfWeekday, first % 7, 0, 1);
                case '#' when _kind == CronFieldKind.DayOfWeek:
                    _at++;
                    var nth = ReadNumber(1, 5, "weekday of the month");
                    return new CronTerm(CronTermKind.NthOfWeekday, first % 7, nth, 1);
                case 'W' or 'w' or '#' or 'L' or 'l':
                    return Fail(_at, $"'{_text[_at]}' does not belong in the {CronField.NameOf(_kind)} field.", _text[_at] is '#' or 'L' or 'l' ? "It follows a weekday in the day of week field." : "It follows a day in the day of month field.");
            }
        }
        var value = _kind == CronFieldKind.DayOfWeek ? first % 7 : first;
        return new CronTerm(CronTermKind.Value, value, value, 1);
    }

    private CronTerm ReadLastDay()
    {
        _at++;
        if (_at < _text.Length && _text[_at] is 'W' or 'w')
        {
            _at++;
            return new CronTerm(CronTermKind.LastWeekday, 0, 0, 1);
        }
        if (_at >= _text.Length || _text[_at] != '-')
            return new CronTerm(CronTermKind.LastDay, 0, 0, 1);
        _at++;
        return new CronTerm(CronTermKind.LastDay, ReadNumber(0, 30, "days before the last"), 0, 1);
    }

    private CronTerm ReadHash()
    {
        _at++;
        _hashed = true;
        var (first, last) = (_min, _max);
        var ranged = _at < _text.Length && _text[_at] == '(';
        if (ranged)
        {
            var open = _at++;
            first = ReadValue();
            if (_error is null && (_at >= _text.Length || _text[_at++] != '-'))
                return Fail(Math.Min(open, _text.Length), "a hashed range is written H(0-29).", null);
            if (_error is null)
                last = ReadValue();
            if (_error is null && (_at >= _text.Length || _text[_at++] != ')'))
                return Fail(open, "')' is missing.", null);
            if (_error is null && (first > last || last > _max))
                return Fail(open, $"a hashed range lies within {_min}-{_max}, smaller value first.", null);
        }
        if (_error is not null)
            return default;
        var hash = StableHash.Of(_hashSeed, (int)_kind + 1);
        var step = WithStep(new CronTerm(CronTermKind.Range, first, last, 0)).Step;
        if (_error is not null)
            return default;
        if (step != 0)
            return new CronTerm(CronTermKind.Range, first + (int)(hash % (ulong)Math.Min(step, last - first + 1)), last, step);
        if (!ranged && _kind == CronFieldKind.DayOfMonth)
            last = LastHashedDay;
        var value = first + (int)(hash % (ulong)(last - first + 1));
        return new CronTerm(CronTermKind.Value, value, value, 1);
    }

    /// <summary>The term with the step that may follow.</summary>
    private CronTerm WithStep(CronTerm term)
    {
        if (_at >= _text.Length || _text[_at] != '/')
            return term;
        var at = ++_at;
        var step = ReadDigits();
        if (step < 0)
            return Fail(at, "a step is a number.", null);
        if (step == 0)
            return Fail(at, "a step of 0 never moves on.", "Write a step of at least 1.");
        return step > CronField.MaxWritten(_kind)
            ? Fail(at, $"a step of {step} is larger than the field's range, {_min}-{CronField.MaxWritten(_kind)}.", CronRepair.ForStep(_kind, step), ReaderRules.StepBeyondField)
            : term with { Step = step };
    }

    /// <summary>A number or a name, within the field's range; 7 for Sunday stays 7.</summary>
    private int ReadValue()
    {
        var start = _at;
        if (_at < _text.Length && char.IsAsciiLetter(_text[_at]))
            return ReadName(start);
        return ReadNumber(_min, CronField.MaxWritten(_kind), CronField.NameOf(_kind));
    }

    private int ReadName(int start)
    {
        while (_at < _text.Length && char.IsAsciiLetter(_text[_at]))
            _at++;
        var names = _kind switch { CronFieldKind.Month => MonthNames, CronFieldKind.DayOfWeek => DayNames, _ => [] };
        var name = _text[start.._at];
        // friL: the name ends before the L.
        var letters = _kind == CronFieldKind.DayOfWeek && name.Length == 4 && name[3] is 'L' or 'l' ? 3 : name.Length;
        for (var i = 0; i < names.Length; i++)
        {
            if (name[..letters].Equals(names[i], StringComparison.OrdinalIgnoreCase))
            {
                _at = start + letters;
                return i + _min;
            }
        }
        var near = name.Length < 2 ? null : NearName(names, name[..2]);
        Fail(start, $"'{(name.Length > 12 ? string.Concat(name[..12], "…") : name.ToString())}' is no {CronField.NameOf(_kind)}.", near is null ? null : $"Did you mean '{near}'?");
        return 0;
    }

    private static string? NearName(string[] names, ReadOnlySpan<char> beginning)
    {
        foreach (var name in names)
        {
            if (name.AsSpan(0, 2).Equals(beginning, StringComparison.OrdinalIgnoreCase))
                return name;
        }
        return null;
    }

    private int ReadNumber(int min, int max, string what)
    {
        var start = _at;
        var number = ReadDigits();
        if (number < 0)
            Fail(start, _at < _text.Length ? $"'{Shown(_text[_at])}' is no {what}." : "a number is missing.", null);
        else if (number < min || number > max)
            Fail(start, $"{number} is outside {min}-{max}.", null, ReaderRules.ValueBeyondField);
        return number;
    }

    /// <summary>The number of ASCII digits here, held at 1,000,000; -1 when there are none.</summary>
    private int ReadDigits()
    {
        var start = _at;
        var number = 0;
        for (; _at < _text.Length && char.IsAsciiDigit(_text[_at]); _at++)
            number = Math.Min((number * 10) + (_text[_at] - '0'), 1_000_000);
        return _at == start ? -1 : number;
    }

    private readonly ulong Values(CronTerm term)
    {
        if (term.Kind is not (CronTermKind.All or CronTermKind.Value or CronTermKind.Range or CronTermKind.From))
            return 0;
        var count = _max - _min + 1;
        var last = term.First <= term.Last ? term.Last : term.Last + count;
        var values = 0UL;
        for (var value = term.First; value <= last; value += term.Step)
            values |= 1UL << (((value - _min) % count) + _min);
        return values;
    }

    /// <summary>Control characters and halves of surrogate pairs are shown by number.</summary>
    private static string Shown(char unit) => char.IsControl(unit) || char.IsSurrogate(unit) ? $"U+{(int)unit:X4}" : unit.ToString();

    private CronTerm Fail(int at, string message, string? fix, ReaderRule? rule = null)
    {
        if (_error is null)
            (_errorAt, _error, _fix, _rule) = (at, message, fix, rule?.Id);
        return default;
    }
}
