using System.Buffers.Binary;
using System.Globalization;
using Carillon.Engine.Storage;
using Xunit.Abstractions;

namespace Carillon.Faults.Tests;

/// <summary>
/// The power goes while SQLite writes: what had not been synced to the disk is missing, or torn. Every acknowledged run was synced, and the log on the disk was at least so long
/// when it was acknowledged: cut anywhere after that, it is still there.
/// </summary>
/// <param name="said">Where the figures go.</param>
[Trait("Row", "21")]
public sealed class PowerCutTests(ITestOutputHelper said)
{
    private readonly Figures _figures = new("21", said);

    [Fact]
    public async Task A_log_cut_or_torn_anywhere_opens_sound_with_every_run_acknowledged_before_that_place()
    {
        var seed = Scale.Seed();
        var random = new Random(seed);
        await using var folder = new FaultFolder();
        folder.Write("quick.yaml", "id: quick\ntasks:\n  - { id: a, uses: wait, with: { until: \"2020-01-01T00:00:00Z\" } }\n");
        List<(string Run, string Salt, long Length)> acknowledged = [];
        var (files, wal) = (new[] { "", "-wal", "-shm" }, folder.Database + "-wal");
        await using (var carillon = await ServerProcess.StartAsync(folder))
        {
            // The log was begun anew at least once, and is well filled again.
            while (acknowledged.Select(a => a.Salt).Distinct(StringComparer.Ordinal).Count() < 3 || acknowledged.Count(a => a.Salt == acknowledged[^1].Salt) < 15)
            {
                var run = await carillon.RunAsync("quick");
                acknowledged.Add((run, Salt(wal), End(wal)));
            }
            carillon.Freeze();
            foreach (var end in files)
                File.Copy(folder.Database + end, Path.Combine(folder.Root, "still.db" + end));
            await carillon.KillAsync();
        }

        var still = Path.Combine(folder.Root, "still.db");
        var salt = Salt(still + "-wal");
        var (log, whole) = (await File.ReadAllBytesAsync(still + "-wal"), End(still + "-wal"));
        var copied = Copied(still);
        var (opened, lost, rounds) = (0, 0, Scale.Of(100, 1000));
        var cut = Path.Combine(folder.Root, "cut.db");
        for (var round = 0; round < rounds; round++)
        {
            foreach (var file in Directory.GetFiles(folder.Root, "cut.db*"))
                File.Delete(file);
            File.Copy(still, cut);
            var length = (int)random.NextInt64(copied, whole + 1);
            await File.WriteAllBytesAsync(cut + "-wal", random.Next(2) == 0 ? log[..length] : Torn(log, length, random));

            using (var database = Database.Open(cut))
            {
                // What SQLite had in the log's earlier rounds it has synced to the database itself.
                var kept = database.Read(sql => sql.Query("select id from runs", row => row.GetString(0))).ToHashSet(StringComparer.Ordinal);
                lost += acknowledged.Count(a => (a.Salt != salt || a.Length <= length) && !kept.Contains(a.Run));
            }
            opened += new SqliteStore(cut).Unsound().Count == 0 ? 1 : 0;
        }

        said.WriteLine(string.Create(CultureInfo.InvariantCulture, $"seed {seed}, log of {whole} bytes of which {copied} were copied, {acknowledged.Count(a => a.Salt == salt)} runs acknowledged in it"));
        _figures.Exactly("sound", opened, rounds, "databases");
        _figures.Exactly("acknowledged-lost", lost, 0, "runs");
    }

    /// <summary>
    /// Where the log ends: frames of an earlier round, which stay in the file behind it, bear another salt. At the earliest at the moment of the call, for the server writes on.
    /// </summary>
    private static long End(string wal)
    {
        using var file = new FileStream(wal, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        var head = new byte[32];
        file.ReadExactly(head);
        var frame = 24 + BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(8));
        var found = new byte[16];
        long end = 32;
        while (file.Seek(end, SeekOrigin.Begin) == end && file.ReadAtLeast(found, 16, throwOnEndOfStream: false) == 16 && found.AsSpan(8).SequenceEqual(head.AsSpan(16, 8)))
            end += frame;
        return end;
    }

    /// <summary>How much of the log SQLite had begun to copy into the database: that was synced before, so no power cut takes it.</summary>
    private static long Copied(string path)
    {
        var index = File.ReadAllBytes(path + "-shm");
        var page = BinaryPrimitives.ReadInt32BigEndian(File.ReadAllBytes(path + "-wal").AsSpan(8));
        var frames = Math.Max(BitConverter.ToUInt32(index, 96), BitConverter.ToUInt32(index, 128));
        return 32 + (frames * (24L + page));
    }

    /// <summary>What a log begins with changes when SQLite starts it anew.</summary>
    private static string Salt(string wal)
    {
        using var file = new FileStream(wal, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var header = new byte[32];
        file.ReadExactly(header);
        return Convert.ToHexString(header[16..24]);
    }

    /// <summary>What was being written there holds anything; what should have followed may be there all the same.</summary>
    private static byte[] Torn(byte[] log, int from, Random random)
    {
        var torn = (byte[])log.Clone();
        random.NextBytes(torn.AsSpan(from, Math.Min(log.Length - from, 1 + random.Next(8192))));
        return torn;
    }
}
