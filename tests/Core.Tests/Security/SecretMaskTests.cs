using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json.Nodes;
using Carillon.Core.Security;

namespace Carillon.Core.Tests.Security;

/// <summary>A secret is masked in every form that is claimed, wherever it stands, and nothing else is touched.</summary>
public sealed class SecretMaskTests
{
    private const string Secret = "p4s/s+w0rd 'x' \"y\" <&> ü$`\\%";

    private static readonly SecretMask Mask = SecretMask.Of([Secret]);

    public static TheoryData<string, string> Forms
    {
        get
        {
            var (utf8, forms) = (Encoding.UTF8.GetBytes(Secret), new TheoryData<string, string> { { "as it is", Secret } });
            foreach (var before in (string[])["", "a", "ab", "abc", "{\"k\":\""])
            {
                foreach (var after in (string[])["", "z", "zz", "\"}"])
                {
                    var base64 = Convert.ToBase64String(Encoding.UTF8.GetBytes(before + Secret + after));
                    // What stands beside it leaves its mark on the first and last signs, which tell nothing of the secret as a whole.
                    forms.Add($"base64 between {before.Length} and {after.Length}", base64);
                    forms.Add($"base64 for urls between {before.Length} and {after.Length}", base64.Replace('+', '-').Replace('/', '_').TrimEnd('='));
                }
            }
            forms.Add("hex", Convert.ToHexStringLower(utf8));
            forms.Add("HEX", Convert.ToHexString(utf8));
            forms.Add("url", Uri.EscapeDataString(Secret));
            forms.Add("url in lower case", Uri.EscapeDataString(Secret).Replace("%2F", "%2f", StringComparison.Ordinal).Replace("%2B", "%2b", StringComparison.Ordinal).Replace("%3C", "%3c", StringComparison.Ordinal)
                .Replace("%3E", "%3e", StringComparison.Ordinal).Replace("%C3%BC", "%c3%bc", StringComparison.Ordinal).Replace("%5C", "%5c", StringComparison.Ordinal));
            forms.Add("form", WebUtility.UrlEncode(Secret));
            forms.Add("json", JavaScriptEncoder.Default.Encode(Secret));
            forms.Add("json, relaxed", JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(Secret));
            forms.Add("json in json", JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(Secret)));
            forms.Add("html", WebUtility.HtmlEncode(Secret));
            forms.Add("html of ASP.NET", HtmlEncoder.Default.Encode(Secret));
            forms.Add("sh, in quotes", "'" + Secret.Replace("'", "'\\''", StringComparison.Ordinal) + "'");
            forms.Add("PowerShell, in quotes", "'" + Secret.Replace("'", "''", StringComparison.Ordinal) + "'");
            forms.Add("csv", "\"" + Secret.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"");
            forms.Add("PowerShell's own base64", Convert.ToBase64String(Encoding.Unicode.GetBytes(Secret)));
            return forms;
        }
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void Every_form_is_masked(string form, string text)
    {
        var masked = Mask.Apply($"before {text} after");

        masked.ShouldContain(SecretMask.Mark, customMessage: form);
        // Of base64 at most the signs that the neighbours share in may be left.
        masked.Length.ShouldBeLessThanOrEqualTo("before  after".Length + SecretMask.Mark.Length + 16, form);
        masked.ShouldStartWith("before ");
        masked.ShouldEndWith(" after");
    }

    [Theory]
    [InlineData("hunter2")]
    [InlineData("abcd")]
    [InlineData("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef")]
    public void Plain_values_are_masked_everywhere_in_a_text(string secret) =>
        SecretMask.Of([secret]).Apply($"{secret} and x{secret}{secret}y").ShouldBe("*** and x***y");

    [Fact]
    public void Over_line_breaks_too_and_the_breaks_stay()
    {
        var mask = SecretMask.Of(["abcdefgh"]);

        mask.Apply("1 abc\ndef\r\ngh 2").ShouldBe("1 ***\n***\r\n*** 2");
        mask.Apply("a\nb\nc\nd\ne\nf\ng\nh").ShouldBe(string.Join('\n', Enumerable.Repeat("***", 8)));
    }

    [Fact]
    public void Base64_that_a_program_wraps_is_masked()
    {
        var secret = new string([.. Enumerable.Range(0, 90).Select(i => (char)('A' + (i * 7 % 26)))]);
        var wrapped = string.Join('\n', Convert.ToBase64String(Encoding.UTF8.GetBytes(secret)).Chunk(76).Select(line => new string(line)));

        SecretMask.Of([secret]).Apply(wrapped).Replace("\n", "", StringComparison.Ordinal).Replace("*", "", StringComparison.Ordinal).Length.ShouldBeLessThan(4);
    }

    [Fact]
    public void Each_long_line_of_a_value_is_a_secret_and_its_brackets_are_not()
    {
        var mask = SecretMask.Of(["{\n  \"private\": \"MIIEvQIBADANBgkqhkiG9w0BAQEFAASC\"\n}"]);

        mask.Apply("got \"private\": \"MIIEvQIBADANBgkqhkiG9w0BAQEFAASC\" here").ShouldBe("got *** here");
        mask.Apply("{\n}\n").ShouldBe("{\n}\n");
    }

    [Fact]
    public void A_part_of_a_long_secret_is_masked_where_it_is_a_whole_piece()
    {
        var secret = string.Concat(Enumerable.Range(0, 40).Select(i => $"{i:00}-"));

        SecretMask.Of([secret]).Apply(secret[..100]).ShouldNotContain("10-11-12-13-14-15-16-17-18-19-20");
    }

    [Fact]
    public void The_cut_end_of_a_text_gives_no_begin_of_a_secret_away()
    {
        var mask = SecretMask.Of(["correct-horse"]);

        mask.Apply("exit code 1: correct-ho", mayBeCut: true).ShouldBe("exit code 1: ***");
        mask.Apply("exit code 1: correct-ho").ShouldBe("exit code 1: correct-ho");
        mask.Apply("what is cor", mayBeCut: true).ShouldBe("what is cor");
    }

    [Fact]
    public void JSON_is_masked_in_values_names_numbers_and_over_the_items_of_a_list()
    {
        var mask = SecretMask.Of(["12345678", "abcdefgh"]);
        var json = JsonNode.Parse("""{ "x12345678": 1, "n": 12345678, "deep": [{ "v": ["ab", "cdef", "gh", "ok"] }, 5, true, null], "abcdefgh": 1, "12345678": 2 }""");

        mask.Apply(json)!.ToJsonString().ShouldBe("""{"x***":1,"n":"***","deep":[{"v":["***","***","***","ok"]},5,true,null],"***":1,"*** (2)":2}""");
    }

    [Fact]
    public void What_has_no_secret_is_the_very_same()
    {
        var (text, json) = ("nothing to see\nhere", JsonNode.Parse("""{ "a": ["b", "c"], "n": 1.50 }"""));

        Mask.Apply(text).ShouldBeSameAs(text);
        Mask.Apply(json).ShouldBeSameAs(json);
        SecretMask.None.Apply(Secret).ShouldBeSameAs(Secret);
    }

    [Theory]
    [InlineData("")]
    [InlineData("abc")]
    public void What_is_too_short_to_be_told_from_chance_is_not_masked(string value) => SecretMask.Of([value]).IsNone.ShouldBeTrue();

    [Fact]
    public void Two_that_overlap_are_one() => SecretMask.Of(["abcdef", "defghi"]).Apply("-abcdefghi-").ShouldBe("-***-");

    [Fact]
    public void A_certificate_is_masked_in_the_commonest_forms()
    {
        var random = new Random(7);
        var pem = "-----BEGIN PRIVATE KEY-----\n" + string.Concat(Enumerable.Range(0, 40).Select(_ => Convert.ToBase64String(Enumerable.Range(0, 48).Select(_ => (byte)random.Next(256)).ToArray()) + "\n")) + "-----END PRIVATE KEY-----\n";
        var mask = SecretMask.Of([pem]);
        var utf8 = Encoding.UTF8.GetBytes(pem);

        foreach (var text in (string[])[pem, JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(pem), Uri.EscapeDataString(pem), Convert.ToBase64String(utf8), Convert.ToBase64String([1, .. utf8]), Convert.ToHexString(utf8)])
            mask.Apply($"<{text}>").Replace("*", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal).Length.ShouldBeLessThan(24);
    }
}
