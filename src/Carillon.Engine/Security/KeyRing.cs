using System.Text;
using Carillon.Core;

namespace Carillon.Engine.Security;

/// <summary>
/// The keys that secrets are sealed with, kept outside the database: in a file, a key on each line, or in the environment. The first seals; all of them open.
/// A file is read again when it has changed, so a key that is put first is used without a restart. Thread safe.
/// </summary>
public sealed class KeyRing
{
    private const string Head = "# Keys that secrets are sealed with. The first seals, all of them open. Keep a copy apart from the database's.";
    private const int MostTries = 100;
    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(20);
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private readonly Lock _gate = new();
    private readonly string? _file;
    private readonly bool _mayMake;
    private IReadOnlyList<SealingKey> _keys;
    private (DateTime At, long Size) _read;

    private KeyRing(string? file, bool mayMake, IReadOnlyList<SealingKey> keys)
    {
        _file = file;
        _mayMake = mayMake;
        _keys = keys;
    }

    /// <summary>Where the keys come from, in words.</summary>
    public string Source => _file is null ? "CARILLON_KEYS" : _file;

    /// <summary>Keys given as text, as <c>CARILLON_KEYS</c> has them: base64 of 32 bytes each, separated by commas or white space; the first seals.</summary>
    public static Checked<KeyRing> FromText(string text)
    {
        var keys = Parse(text, "CARILLON_KEYS");
        return keys.IsOk ? Checked<KeyRing>.Ok(new KeyRing(null, mayMake: false, keys.Value)) : Checked<KeyRing>.Bad([.. keys.Problems]);
    }

    /// <summary>Keys of a file, a key on each line; what follows <c>#</c> is a remark.</summary>
    /// <param name="file">Its path.</param>
    /// <param name="mayMake">True: a file that is not there is made, with one new key, when something is to be sealed first.</param>
    public static KeyRing OfFile(string file, bool mayMake) => new(Path.GetFullPath(file), mayMake, []);

    /// <summary>Keys that are there for a test only.</summary>
    public static KeyRing Of(params IReadOnlyList<SealingKey> keys) => new(null, mayMake: false, keys);

    /// <summary>The key of that id, null when it is not among them.</summary>
    /// <exception cref="VaultException">The keys cannot be read.</exception>
    public SealingKey? Find(string id) => Keys().FirstOrDefault(key => key.Id == id);

    /// <summary>All keys, the one that seals first. Empty when there is none yet.</summary>
    /// <exception cref="VaultException">The keys cannot be read.</exception>
    public IReadOnlyList<SealingKey> Keys()
    {
        lock (_gate)
        {
            Reread();
            return _keys;
        }
    }

    /// <summary>The key that seals; made when there is none and one may be made.</summary>
    /// <exception cref="VaultException">There is none, or the keys cannot be read.</exception>
    public SealingKey Sealing()
    {
        lock (_gate)
        {
            Reread();
            if (_keys.Count == 0 && _file is not null && _mayMake)
                Prepend(SealingKey.New(), onlyIfNone: true);
            return _keys is [var first, ..] ? first : throw new VaultException($"There is no key to seal secrets with in {Source}.", "Make one with 'carillon secrets new-key' and give it by --key-file or CARILLON_KEYS.");
        }
    }

    /// <summary>Makes a new key and puts it first in the file.</summary>
    /// <exception cref="VaultException">The keys are not in a file, or it cannot be written.</exception>
    public SealingKey Rotate()
    {
        lock (_gate)
        {
            if (_file is null)
                throw new VaultException("The keys are in the environment, which this program cannot change.", "Put a new key first in CARILLON_KEYS on every node; 'carillon secrets new-key' prints one.");
            var key = SealingKey.New();
            Prepend(key, onlyIfNone: false);
            return key;
        }
    }

    /// <summary>Puts a key first, unless <paramref name="onlyIfNone"/> and another process has made one meanwhile.</summary>
    private void Prepend(SealingKey key, bool onlyIfNone)
    {
        // Beside it and renamed: a process that dies in between leaves the old keys as they were.
        var next = $"{_file}.{Guid.NewGuid():N}";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_file)!);
            using var turn = Turn();
            Reread();
            if (onlyIfNone && _keys.Count > 0)
                return;
            List<string> lines = File.Exists(_file) ? [.. File.ReadAllText(_file).Split('\n')] : [Head, ""];
            var first = lines.FindIndex(line => !line.StartsWith('#'));
            lines.Insert(first < 0 ? lines.Count : first, key.ToText());
            using (var stream = new FileStream(next, Private(FileMode.CreateNew)))
            {
                stream.Write(Encoding.UTF8.GetBytes(string.Join('\n', lines)));
                stream.Flush(flushToDisk: true);
            }
            File.Move(next, _file!, overwrite: true);
            _read = default;
            Reread();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            if (File.Exists(next))
                File.Delete(next);
            throw new VaultException($"The keys cannot be written to {_file}: {e.Message}", "Make the folder writable for this program, or give keys by CARILLON_KEYS.");
        }
    }

    /// <summary>Held while the file is changed: a server and a command beside it do not write over each other's key. The system lets go of it when the process ends.</summary>
    private FileStream Turn()
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                return new FileStream($"{_file}.lock", Private(FileMode.OpenOrCreate));
            }
            catch (IOException) when (tries < MostTries)
            {
                Thread.Sleep(BetweenTries);
            }
        }
    }

    private static FileStreamOptions Private(FileMode mode)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerOnly;
        return options;
    }

    private void Reread()
    {
        if (_file is null)
            return;
        try
        {
            var file = new FileInfo(_file);
            if (!file.Exists)
            {
                _keys = [];
                return;
            }
            var stamp = (file.LastWriteTimeUtc, file.Length);
            if (stamp == _read)
                return;
            var keys = Parse(File.ReadAllText(_file), _file);
            _keys = keys.IsOk ? keys.Value : throw new VaultException(keys.Problems[0].Message, keys.Problems[0].Suggestion!);
            _read = stamp;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new VaultException($"The keys cannot be read from {_file}: {e.Message}", "Let this program read the file.");
        }
    }

    private static Checked<IReadOnlyList<SealingKey>> Parse(string text, string source)
    {
        var words = text.Split('\n').SelectMany(line => line.Split('#')[0].Split([' ', '\t', '\r', ','], StringSplitOptions.RemoveEmptyEntries)).ToList();
        var keys = words.Select(SealingKey.Parse).ToList();
        return keys.IndexOf(null) is var bad and >= 0
            ? Checked<IReadOnlyList<SealingKey>>.Bad(new Problem(ProblemCodes.KeysUnusable, $"Key {bad + 1} of {source} is not base64 of {SealingKey.Size} bytes.", Suggestion: "Make one with 'carillon secrets new-key'."))
            : Checked<IReadOnlyList<SealingKey>>.Ok([.. keys.OfType<SealingKey>()]);
    }
}
