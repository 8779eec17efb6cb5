using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Carillon.Core.Tests.House;

/// <summary>The laws of ARCHITECTURE.md, read off the sources.</summary>
public sealed partial class HouseRulesTests
{
    [Theory]
    [InlineData("Carillon.Core", "")]
    [InlineData("Carillon.Engine", "Carillon.Core")]
    [InlineData("Carillon.Adapters", "Carillon.Engine")]
    [InlineData("Carillon.Server", "Carillon.Adapters")]
    public void A_project_references_only_the_one_before_it(string project, string expected)
    {
        var document = XDocument.Parse(Repository.Read($"src/{project}/{project}.csproj"));

        var references = document.Descendants("ProjectReference").Select(r => Path.GetFileNameWithoutExtension(r.Attribute("Include")!.Value));

        string.Join(' ', references).ShouldBe(expected);
    }

    [Fact]
    public void Core_uses_no_assembly_of_io_databases_hosting_logging_or_tasks()
    {
        string[] forbidden = ["System.Net", "Microsoft.", "System.Data", "Dapper", "Npgsql", "SQLite", "System.Diagnostics.Process", "System.IO.FileSystem"];

        var used = typeof(Problem).Assembly.GetReferencedAssemblies().Select(a => a.Name!);

        used.Where(name => forbidden.Any(name.Contains)).ShouldBeEmpty();
    }

    [Fact]
    public void No_adapter_folder_uses_another()
    {
        string[] shared = ["Tasks", "Guard"];
        var folders = Directory.GetDirectories(Path.Combine(Repository.Root, "src/Carillon.Adapters")).Select(Path.GetFileName).Where(f => f is not ("bin" or "obj")).ToList();

        var crossings = from file in Repository.Files("src/Carillon.Adapters", ".cs")
                        let own = file.Split('/')[2]
                        where folders.Contains(own) && !shared.Contains(own)
                        from other in folders
                        where other != own && !shared.Contains(other)
                        where Regex.IsMatch(Repository.Read(file), $@"Carillon\.Adapters\.{other}\b")
                        select $"{file} uses {other}";

        crossings.ShouldBeEmpty();
    }

    [Fact]
    public void The_server_holds_no_sql()
    {
        Repository.Files("src/Carillon.Server", ".cs").Where(f => SqlText().IsMatch(Repository.Read(f))).ShouldBeEmpty();
    }

    [Fact]
    public void Only_the_zones_folder_turns_wall_clock_time_into_an_instant()
    {
        // Schedules/Zones owns the arithmetic; expressions and inputs parse times through it.
        Repository.Files("src", ".cs")
            .Where(f => !f.StartsWith("src/Carillon.Core/Schedules/Zones/", StringComparison.Ordinal))
            .Where(f => WallClock().IsMatch(Repository.Read(f)))
            .ShouldBeEmpty();
    }

    [Fact]
    public void No_file_is_longer_than_400_lines_and_the_median_stays_small()
    {
        var lengths = Repository.Files("src", ".cs").Select(f => (File: f, Lines: Repository.Read(f).Count(c => c == '\n'))).OrderBy(f => f.Lines).ToList();

        lengths.Where(f => f.Lines > 400).ShouldBeEmpty();
        lengths[lengths.Count / 2].Lines.ShouldBeLessThanOrEqualTo(120);
    }

    [Fact]
    public void No_type_has_an_ending_that_says_nothing()
    {
        var named = from file in Repository.Files("src", ".cs")
                    from Match match in TypeName().Matches(Repository.Read(file))
                    let name = match.Groups[1].Value
                    where VagueEnding().IsMatch(name)
                    select $"{file}: {name}";

        named.ShouldBeEmpty();
    }

    [Fact]
    public void No_folder_is_a_drawer_for_the_rest()
    {
        string[] drawers = ["Common", "Utils", "Helpers", "Abstractions", "Impl", "Models", "Interfaces"];

        Repository.Files("src", ".cs").Where(f => f.Split('/').Any(drawers.Contains)).ShouldBeEmpty();
    }

    [Fact]
    public void Every_package_of_the_central_list_says_what_it_is_for()
    {
        var packages = XDocument.Parse(Repository.Read("Directory.Packages.props")).Descendants("PackageVersion").Select(p => p.Attribute("Include")!.Value);
        var page = Repository.Read("docs/dependencies.md");

        packages.Where(p => !page.Contains(p, StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Fact]
    public void Every_package_of_the_central_list_is_used_by_a_project()
    {
        var packages = XDocument.Parse(Repository.Read("Directory.Packages.props")).Descendants("PackageVersion").Select(p => p.Attribute("Include")!.Value);
        var projects = string.Concat(Repository.Files(".", ".csproj").Append("Directory.Build.props").Select(Repository.Read));

        packages.Where(p => !projects.Contains($"\"{p}\"", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Fact]
    public void Program_is_short()
    {
        Repository.Read("src/Carillon.Server/Program.cs").Count(c => c == '\n').ShouldBeLessThan(80);
    }

    [GeneratedRegex(@"""+\s*(select\s+[\w*(]|insert\s+into\s|update\s+\w+\s+set\s|delete\s+from\s|create\s+table\s)", RegexOptions.IgnoreCase)]
    private static partial Regex SqlText();

    [GeneratedRegex(@"\b(AtStrictly|AtLeniently|InZoneStrictly|InZoneLeniently|MapLocal|ResolveLocal|AtStartOfDay)\b")]
    private static partial Regex WallClock();

    [GeneratedRegex(@"\b(?:class|record|struct|interface|enum)\s+(?:struct\s+|class\s+)?([A-Z]\w+)")]
    private static partial Regex TypeName();

    [GeneratedRegex(@"(Manager|Helper|Util|Utils|Impl|Base|Data|Info|Processor|Wrapper)$")]
    private static partial Regex VagueEnding();
}
