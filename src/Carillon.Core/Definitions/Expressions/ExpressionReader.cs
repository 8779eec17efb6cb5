using System.Globalization;
using System.Text.Json.Nodes;

namespace Carillon.Core.Definitions.Expressions;

/// <summary>Reads one expression by recursive descent, loosest sign first. The first error ends it.</summary>
internal sealed class ExpressionReader
{
    private const int MaxDepth = 64;

    // A long chain of signs is a deep tree.
    private const int MaxValues = 1_000;

    // From loose to tight; signs of one row associate to the left.
    private static readonly string[][] Rows = [["==", "!="], ["<", "<=", ">", ">="], ["+", "-"], ["*", "/", "%"]];

    private readonly string _text;
    private readonly List<PathRead> _reads = [];
    private int _next;
    private int _depth;
    private int _values;
    private int _tolerant;
    private ExpressionToken _token;

    public ExpressionReader(string text) => _text = text;

    public IReadOnlyList<PathRead> Reads => _reads;

    public bool AsksStatus { get; private set; }

    public string? Error { get; private set; }

    public string? Suggestion { get; private set; }

    public int ErrorOffset { get; private set; }

    /// <summary>The whole text as one expression, or null with <see cref="Error"/> set.</summary>
    public ExpressionNode? ReadAll()
    {
        Advance();
        if (Error is null && _token.Kind == TokenKind.End)
            return Fail("The expression is empty.");
        var node = ReadConditional();
        if (Error is null && _token.Kind != TokenKind.End)
            return Fail($"Expected a sign such as '==' or the end here, not {_token.Shown}.");
        return Error is null ? node : null;
    }

    private ExpressionNode? ReadConditional()
    {
        if (++_depth > MaxDepth)
            return Fail($"The expression is nested deeper than {MaxDepth}.");
        var node = ReadEither(and: false);
        if (node is not null && TakeSign("?"))
        {
            var yes = ReadConditional();
            if (yes is null || !Expect(":"))
                return null;
            var no = ReadConditional();
            node = no is null ? null : new ConditionalNode(node, yes, no);
        }

        _depth--;
        return node;
    }

    private ExpressionNode? ReadEither(bool and)
    {
        var node = and ? ReadBinary(0) : ReadEither(and: true);
        while (node is not null && TakeSign(and ? "&&" : "||"))
        {
            var right = and ? ReadBinary(0) : ReadEither(and: true);
            node = right is null ? null : new EitherNode(node, right, and);
        }

        return node;
    }

    private ExpressionNode? ReadBinary(int row)
    {
        if (row == Rows.Length)
            return ReadUnary();
        var node = ReadBinary(row + 1);
        while (node is not null && _token.Kind == TokenKind.Sign && Rows[row].Contains(_token.Value, StringComparer.Ordinal))
        {
            var sign = _token.Value;
            Advance();
            var right = ReadBinary(row + 1);
            node = right is null ? null : new BinaryNode(sign, node, right);
        }

        return node;
    }

    private ExpressionNode? ReadUnary()
    {
        var not = _token.Is("!");
        if (!not && !_token.Is("-"))
            return ReadPostfix();
        if (++_depth > MaxDepth)
            return Fail($"The expression is nested deeper than {MaxDepth}.");
        Advance();
        var operand = ReadUnary();
        _depth--;
        return operand is null ? null : not ? new NotNode(operand) : new NegateNode(operand);
    }

    private ExpressionNode? ReadPostfix()
    {
        if (++_values > MaxValues)
            return Fail($"The expression has more than {MaxValues} values.");
        var start = _token.Offset;
        var path = _token.Kind == TokenKind.Name ? new List<string> { _token.Value } : [];
        var node = ReadPrimary(out var isRoot);
        var literal = isRoot;
        var chain = 0;
        while (node is not null && (_token.Is(".") || _token.Is("[")))
        {
            if (++chain > MaxDepth)
                return Fail($"The path has more than {MaxDepth} parts.");
            var end = _token.Offset;
            var part = _token.Is(".") ? ReadDotPart() : ReadBracketPart();
            if (part is null)
                return null;
            literal &= part is LiteralNode;
            if (literal)
                path.Add(ExpressionValues.ToText(((LiteralNode)part).Value));
            node = new MemberNode(node, part, _text[start..end].Trim());
        }

        if (isRoot && node is not null)
            _reads.Add(new PathRead(path, start, _tolerant > 0));
        return node;
    }

    private LiteralNode? ReadDotPart()
    {
        Advance(afterDot: true);
        if (_token.Kind != TokenKind.Name)
            return FailAs<LiteralNode>($"Expected a name after '.', not {_token.Shown}.", "Other names are written in brackets: ['my name'].");
        var part = new LiteralNode(JsonValue.Create(_token.Value));
        Advance();
        return part;
    }

    private ExpressionNode? ReadBracketPart()
    {
        Advance();
        var part = ReadConditional();
        return part is not null && Expect("]") ? part : null;
    }

    private ExpressionNode? ReadPrimary(out bool isRoot)
    {
        isRoot = false;
        var token = _token;
        switch (token.Kind)
        {
            case TokenKind.Number:
                return ReadNumber(token);
            case TokenKind.Text:
                Advance();
                return new LiteralNode(JsonValue.Create(token.Value));
            case TokenKind.Name:
                Advance();
                if (_token.Is("("))
                    return ReadCall(token);
                if (token.Value is "true" or "false" or "null")
                    return new LiteralNode(token.Value is "null" ? null : JsonValue.Create(token.Value is "true"));
                isRoot = true;
                return new RootNode(token.Value);
            default:
                if (!token.Is("("))
                    return Fail($"Expected a value here, not {token.Shown}.");
                Advance();
                var inner = ReadConditional();
                return inner is not null && Expect(")") ? inner : null;
        }
    }

    private ExpressionNode? ReadNumber(ExpressionToken token)
    {
        if (!decimal.TryParse(token.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
            return Fail($"'{token.Value}' is not a number of at most 28 digits.");
        Advance();
        return new LiteralNode(ExpressionValues.Number(number));
    }

    private ExpressionNode? ReadCall(ExpressionToken name)
    {
        if (ExpressionFunctions.Find(name.Value) is not { } function)
        {
            _token = name;
            return Fail($"There is no function '{name.Value}'.", Nearest.Suggest(name.Value, ExpressionFunctions.Names));
        }

        AsksStatus |= ExpressionFunctions.AsksStatus(name.Value);
        var isDefault = name.Value is ExpressionFunctions.Default;
        var arguments = new List<ExpressionNode>();
        Advance();
        while (!_token.Is(")"))
        {
            if (arguments.Count > 0 && !Expect(","))
                return null;
            var tolerant = isDefault && arguments.Count == 0 ? 1 : 0;
            _tolerant += tolerant;
            var argument = ReadConditional();
            _tolerant -= tolerant;
            if (argument is null)
                return null;
            arguments.Add(argument);
        }

        if (arguments.Count < function.Least || arguments.Count > function.Most)
        {
            _token = name;
            return Fail($"'{name.Value}' does not take {arguments.Count} arguments.", $"Write {function.Signature}.");
        }

        Advance();
        return isDefault ? new DefaultNode(arguments[0], arguments[1]) : new CallNode(function, arguments);
    }

    private bool TakeSign(string sign)
    {
        if (!_token.Is(sign))
            return false;
        Advance();
        return Error is null;
    }

    private bool Expect(string sign)
    {
        if (Error is null && !_token.Is(sign))
            Fail($"Expected '{sign}' here, not {_token.Shown}.");
        else
            Advance();
        return Error is null;
    }

    private void Advance(bool afterDot = false)
    {
        if (Error is not null)
            return;
        var lexer = new ExpressionLexer(_text, _next);
        if (lexer.Next(afterDot) is { } token)
        {
            (_token, _next) = (token, lexer.End);
        }
        else
        {
            _token = new ExpressionToken(TokenKind.End, "", lexer.Offset);
            Fail(lexer.Error!);
        }
    }

    private ExpressionNode? Fail(string message, string? suggestion = null) => FailAs<ExpressionNode>(message, suggestion);

    private T? FailAs<T>(string message, string? suggestion)
        where T : ExpressionNode
    {
        if (Error is null)
            (Error, Suggestion, ErrorOffset) = (message, suggestion, _token.Offset);
        return null;
    }
}
