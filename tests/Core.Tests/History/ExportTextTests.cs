using Carillon.Core.History;

namespace Carillon.Core.Tests.History;

public sealed class ExportTextTests
{
    [Theory]
    [InlineData("=1+2", "'=1+2")]
    [InlineData("+HYPERLINK(1)", "'+HYPERLINK(1)")]
    [InlineData("-cmd|' /C calc'!A0", "'-cmd|' /C calc'!A0")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("\t=1", "'\t=1")]
    [InlineData("\r=1", "\"'\r=1\"")]
    [InlineData("-1.5", "-1.5")]
    [InlineData("+3e5", "+3e5")]
    [InlineData("a=1", "a=1")]
    [InlineData("one, two", "\"one, two\"")]
    [InlineData("say \"hi\"", "\"say \"\"hi\"\"\"")]
    [InlineData("two\nlines", "\"two\nlines\"")]
    [InlineData("=1,2", "\"'=1,2\"")]
    public void A_cell_is_quoted_where_it_must_be_and_never_a_formula(string cell, string written) => CsvCells.Row(["x", cell]).ShouldBe($"x,{written}\n");

    [Fact]
    public void Empty_cells_keep_their_place()
    {
        CsvCells.Row([null, "a", null, "b", ""]).ShouldBe("\"\",a,,b,\n");
        CsvCells.Row([""]).ShouldBe("\"\"\n");
    }

    [Theory]
    [InlineData("report.csv", "report.csv")]
    [InlineData("../../etc/passwd", ".._.._etc_passwd")]
    [InlineData("..", "_")]
    [InlineData(".", "_")]
    [InlineData("", "_")]
    [InlineData("/abs", "_abs")]
    [InlineData("C:\\x", "C__x")]
    [InlineData("a\0b\n", "a_b_")]
    [InlineData("nul.txt", "_nul.txt")]
    [InlineData("name. ", "name")]
    public void A_name_within_an_archive_stays_within_it(string name, string safe) => ArchiveNames.Safe(name).ShouldBe(safe);

    [Fact]
    public void No_two_files_of_an_archive_have_one_name_on_any_system()
    {
        var names = new ArchiveNames();

        new[] { names.Take("a", "x:y"), names.Take("a", "x?y"), names.Take("A", "X_Y"), names.Take("b", "x_y") }.ShouldBe(["a/x_y", "a/2-x_y", "A/3-X_Y", "b/x_y"]);
    }
}
