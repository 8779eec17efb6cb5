namespace Carillon.Core.Definitions.Expressions;

internal enum TokenKind
{
    End,
    Number,
    Text,
    Name,
    Sign,
}

/// <summary>A token: for text the unquoted value, for everything else the characters themselves.</summary>
internal readonly record struct ExpressionToken(TokenKind Kind, string Value, int Offset)
{
    public bool Is(string sign) => Kind == TokenKind.Sign && string.Equals(Value, sign, StringComparison.Ordinal);

    /// <summary>As it is named in a message.</summary>
    public string Shown => Kind switch
    {
        TokenKind.End => "the end",
        TokenKind.Text => "text",
        _ => $"'{Value}'",
    };
}

/// <summary>Cuts an expression into tokens.</summary>
internal ref struct ExpressionLexer(string text, int from)
{
    private readonly string _text = text;
    private int _at = from;

    /// <summary>Where the last token ended.</summary>
    public readonly int End => _at;

    /// <summary>Why <see cref="Next"/> answered null, and where.</summary>
    public string? Error { get; private set; }

    /// <summary>Where the last token or the error begins.</summary>
    public int Offset { get; private set; }

    /// <summary>The next token; null when the text cannot be cut here.</summary>
    /// <param name="afterDot">True: a name may begin with a digit, as in <c>tasks.2nd</c>.</param>
    public ExpressionToken? Next(bool afterDot)
    {
        while (_at < _text.Length && char.IsWhiteSpace(_text[_at]))
            _at++;
        Offset = _at;
        if (_at == _text.Length)
            return new ExpressionToken(TokenKind.End, "", _at);
        var c = _text[_at];
        if (c is '\'' or '"')
            return ReadText(c);
        if (IsNameStart(c) || (afterDot && char.IsAsciiDigit(c)))
            return ReadName();
        if (char.IsAsciiDigit(c))
            return ReadNumber();
        return ReadSign(c);
    }

    public static bool IsNameStart(char c) => char.IsAsciiLetter(c) || c == '_';

    /// <summary>True when the whole text may stand after a dot.</summary>
    public static bool IsName(string text)
    {
        if (text.Length == 0)
            return false;
        for (var i = 0; i < text.Length; i++)
        {
            if (!IsNamePart(text, i) || (i == 0 && text[0] == '-'))
                return false;
        }

        return true;
    }

    // A hyphen belongs to the name when a letter, digit or underscore follows at once: tasks.fetch-bars. A minus sign wants spaces.
    private static bool IsNamePart(string text, int i) =>
        char.IsAsciiLetterOrDigit(text[i]) || text[i] == '_'
        || (text[i] == '-' && i + 1 < text.Length && (char.IsAsciiLetterOrDigit(text[i + 1]) || text[i + 1] == '_'));

    private ExpressionToken ReadName()
    {
        var start = _at;
        while (_at < _text.Length && IsNamePart(_text, _at))
            _at++;
        return new ExpressionToken(TokenKind.Name, _text[start.._at], start);
    }

    private ExpressionToken? ReadNumber()
    {
        var start = _at;
        SkipDigits();
        if (_at + 1 < _text.Length && _text[_at] == '.' && char.IsAsciiDigit(_text[_at + 1]))
        {
            _at++;
            SkipDigits();
        }

        if (_at < _text.Length && _text[_at] is 'e' or 'E')
        {
            _at++;
            if (_at < _text.Length && _text[_at] is '+' or '-')
                _at++;
            SkipDigits();
        }

        return new ExpressionToken(TokenKind.Number, _text[start.._at], start);
    }

    private void SkipDigits()
    {
        while (_at < _text.Length && char.IsAsciiDigit(_text[_at]))
            _at++;
    }

    private ExpressionToken? ReadText(char quote)
    {
        var start = _at++;
        var value = new System.Text.StringBuilder();
        while (_at < _text.Length)
        {
            var c = _text[_at++];
            if (c != quote)
            {
                value.Append(c);
            }
            else if (_at < _text.Length && _text[_at] == quote)
            {
                value.Append(quote);
                _at++;
            }
            else
            {
                return new ExpressionToken(TokenKind.Text, value.ToString(), start);
            }
        }

        Error = $"The text that begins here has no closing {quote}.";
        return null;
    }

    private ExpressionToken? ReadSign(char c)
    {
        var start = _at;
        var two = _at + 1 < _text.Length ? _text.AsSpan(_at, 2) : default;
        if (two is "==" or "!=" or "<=" or ">=" or "&&" or "||")
        {
            _at += 2;
            return new ExpressionToken(TokenKind.Sign, _text.Substring(start, 2), start);
        }

        if ("<>!+-*/%()[],.?:".Contains(c))
        {
            _at++;
            return new ExpressionToken(TokenKind.Sign, c.ToString(), start);
        }

        Error = c switch
        {
            '=' => "A single '=' does not compare; write '=='.",
            '&' => "A single '&' means nothing here; write '&&'.",
            '|' => "A single '|' means nothing here; write '||'.",
            '$' or '{' or '}' => $"'{c}' does not belong inside an expression; '${{{{ }}}}' goes around the whole of it.",
            _ => $"'{c}' does not belong in an expression.",
        };
        return null;
    }
}
