using System.Diagnostics;
using System.IO.Compression;
using System.Net;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json.Nodes;
using Carillon.Tests.Hostile;
using Xunit.Abstractions;

namespace Carillon.Server.Tests.Hostile;

/// <summary>Hostile names of files: of workflows over the API and in the folder, of artifacts, and in archives. Nothing is read or written outside the server's folders.</summary>
/// <param name="said">Where the figures go.</param>
[Trait("Hostile", "yes")]
[Collection(Alone.Name)]
public sealed partial class HostileFileTests(ITestOutputHelper said)
{
    private const string Yaml = "tasks:\n  - { id: a, uses: test.gate, with: { say: hi } }\n";

    [Fact]
    public async Task Workflow_files_over_the_API()
    {
        await using var hostile = await HostileServer.StartAsync(signIn: false);
        var server = hostile.Server;
        Directory.CreateSymbolicLink(Path.Combine(server.Workflows, "link"), hostile.Outside);
        Directory.CreateSymbolicLink(Path.Combine(server.Workflows, "loop"), server.Workflows);
        Directory.CreateDirectory(Path.Combine(server.Workflows, "sub"));
        var names = new HostileNames(hostile.Mark);
        var trial = new Trial("file-name", HostileScale.Share(8));
        var made = 0;
        await trial.RunAsync(random => (Name: names.Next(random, ".yaml"), Verb: random.Next(3)), async input =>
        {
            var file = new JsonObject { ["path"] = input.Name, ["text"] = $"id: h{++made}\n{Yaml}" };
            var (path, body) = input.Verb switch
            {
                0 => ("/api/plan", new JsonObject { ["files"] = new JsonArray(file), ["keep_others"] = true }),
                1 => ("/api/apply", new JsonObject { ["files"] = new JsonArray([.. Kept(server.Workflows, hostile.Mark), file]) }),
                _ => ("/api/workflows", new JsonObject { ["yaml"] = file["text"]!.ToString(), ["path"] = input.Name }),
            };
            using var answer = await server.Http.PostAsync(path, new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json"));
            var text = await answer.Content.ReadAsStringAsync();
            ((int)answer.StatusCode).ShouldBeLessThan(500, text);
            return answer.IsSuccessStatusCode;
        }, input => $"{input.Verb} {input.Name}");
        trial.Conclude(said.WriteLine, HostileScale.Figures);
        await hostile.ProveWellAsync();
    }

    [Fact]
    public async Task Workflow_files_in_the_folder()
    {
        await using var hostile = await HostileServer.StartAsync(signIn: false);
        var server = hostile.Server;
        var names = new HostileNames(hostile.Mark);
        var yaml = new HostileYaml([Samples.Greet, Samples.Yearly, "kind: calendar\nid: c\nbased_on: XNYS\n"]);
        var trial = new Trial("file-on-disk", HostileScale.Share(2));
        await trial.RunAsync(random => (Name: names.Next(random, ".yaml"), Text: yaml.Next(random), Byte: (byte)random.Next(0x80, 0x100)), async input =>
        {
            var isMade = Put(server.Workflows, input.Name, input.Byte, input.Text);
            using var answer = await server.Http.PostAsync("/api/reconcile", null);
            var text = await answer.Content.ReadAsStringAsync();
            answer.StatusCode.ShouldBe(HttpStatusCode.OK, text);
            JsonNode.Parse(text)!["ready"]!.GetValue<bool>().ShouldBeTrue(text);
            using var listed = await server.Http.GetAsync("/api/workflows?limit=200");
            listed.StatusCode.ShouldBe(HttpStatusCode.OK);
            return isMade;
        }, input => $"{input.Name}: {input.Text}");
        trial.Conclude(said.WriteLine, HostileScale.Figures);
        await hostile.ProveWellAsync();
        // By bytes: names that are no text cannot be said here.
        using var removed = Process.Start("find", [server.Workflows, "-type", "f", "-delete"]);
        await removed.WaitForExitAsync();
    }

    [Fact]
    public async Task Artifacts_and_the_archive_of_an_export()
    {
        await using var hostile = await HostileServer.StartAsync(signIn: false);
        var server = hostile.Server;
        server.File("named.yaml", "id: named\ninput: { name: { type: string }, type: { type: string, default: text/plain } }\nschedule: { cron: \"0 9 1 1 *\" }\ntasks:\n  - { id: a, uses: test.gate, with: { say: hi, keep: \"${{ input.name }}\", type: \"${{ input.type }}\" } }\n");
        await server.PostAsync("/api/reconcile");
        var names = new HostileNames(hostile.Mark);
        var trial = new Trial("artifact", HostileScale.Share(4));
        await trial.RunAsync(random => (Name: names.Next(random, ".csv"), Type: random.Once(3) ? random.Any(HostileText.Pieces) : "text/html"), async input =>
        {
            using var started = await server.Http.PostAsync("/api/workflows/named/run-now", new StringContent(new JsonObject { ["input"] = new JsonObject { ["name"] = input.Name, ["type"] = input.Type } }.ToJsonString(), Encoding.UTF8, "application/json"));
            var text = await started.Content.ReadAsStringAsync();
            ((int)started.StatusCode).ShouldBeLessThan(500, text);
            if (!started.IsSuccessStatusCode)
                return false;
            var run = JsonNode.Parse(text)!["run_id"]!.ToString();
            await server.EndAsync(run);
            var kept = (await server.GetAsync($"/api/runs/{run}/artifacts"))["items"]!.AsArray();
            foreach (var artifact in kept)
            {
                using var answer = await server.Http.GetAsync($"/api/runs/{run}/artifacts/{artifact!["id"]}?download=true");
                answer.StatusCode.ShouldBe(HttpStatusCode.OK);
                answer.Headers.GetValues("X-Content-Type-Options").Single().ShouldBe("nosniff");
            }

            return kept.Count > 0;
        }, input => $"{input.Type} {input.Name}");
        trial.Conclude(said.WriteLine, HostileScale.Figures);
        if (HostileScale.Only is null)
            await UnpackAsync(hostile);
        await hostile.ProveWellAsync();
    }

    /// <summary>Unpacks the archive the way a careless program does: each entry under its own name.</summary>
    private async Task UnpackAsync(HostileServer hostile)
    {
        var database = (Carillon.Engine.Storage.Database)hostile.Server.Services.GetService(typeof(Carillon.Engine.Storage.Database))!;
        await database.WriteAsync(sql => sql.Execute("update runs set schedule_id = 'schedule-default-named' where workflow_id = 'named'"));
        await using var zip = await hostile.Server.Http.GetStreamAsync("/api/schedules/schedule-default-named/export");
        using var bytes = new MemoryStream();
        await zip.CopyToAsync(bytes);
        using var archive = new ZipArchive(bytes, ZipArchiveMode.Read);
        var folder = Path.Combine(hostile.Server.DataFolder, "unpacked");
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var entry in archive.Entries)
        {
            var target = Path.GetFullPath(Path.Combine(folder, entry.FullName));
            target.ShouldStartWith(folder + "/");
            if (Array.Exists(entry.FullName.Split('/'), part => part is "" or "." or ".." || part.Length > 125 || part.AsSpan().IndexOfAny("\\:\0") >= 0 || part.EndsWith('.') || part.EndsWith(' ')))
                throw new InvalidOperationException($"the entry {entry.FullName} can lead anywhere");
            seen.Add(entry.FullName).ShouldBeTrue("no entry overwrites another");
        }

        archive.Entries.Count.ShouldBeGreaterThan(2);
        said.WriteLine($"{archive.Entries.Count} entries");
    }

    private static IEnumerable<JsonNode> Kept(string folder, string mark) =>
        from file in Directory.EnumerateFiles(folder, "*.yaml")
        where !file.Contains(mark, StringComparison.Ordinal)
        select (JsonNode)new JsonObject { ["path"] = Path.GetFileName(file), ["text"] = File.ReadAllText(file) };

    /// <summary>Makes a file by a name in bytes, some of which are no text; false where the system takes no such name.</summary>
    private static bool Put(string folder, string name, byte odd, string text)
    {
        byte[] own = [.. Encoding.UTF8.GetBytes(name.Replace('/', '_').Replace("\0", "", StringComparison.Ordinal))];
        if (odd % 3 == 0 && own.Length > 1)
            own[0] = odd;
        var handle = Open([.. Encoding.UTF8.GetBytes(folder + "/"), .. own, 0], 0x41, 0x1a4);
        if (handle < 0)
            return false;
        using var file = new FileStream(new Microsoft.Win32.SafeHandles.SafeFileHandle(handle, ownsHandle: true), FileAccess.Write);
        file.Write(Encoding.UTF8.GetBytes(text));
        return true;
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true)]
    private static partial int Open(byte[] path, int flags, int mode);
}
