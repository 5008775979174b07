using System.Security.Cryptography;
using System.Text;

namespace Ingest.Codec.Programs;

/// <summary>The program that decodes payloads.</summary>
public sealed record ProcessSettings
{
    /// <summary>The program and its arguments.</summary>
    public required IReadOnlyList<string> Command { get; init; }

    /// <summary>Where it runs, and where relative paths lead from.</summary>
    public required string Folder { get; init; }

    /// <summary>Files that decide what it answers; null: what of the command is a file.</summary>
    public IReadOnlyList<string>? Files { get; init; }

    /// <summary>How many of it run at most.</summary>
    public int Processes { get; init; } = 2;

    /// <summary>How long an answer may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    public PayloadLimits Limits { get; init; } = PayloadLimits.Default;

    /// <summary>The file to start: one in the folder, or one that the system finds.</summary>
    public string Program => File.Exists(Absolute(Command[0])) ? Absolute(Command[0]) : Command[0];

    /// <summary>Whether something is known to be missing in <see cref="Hash"/>: it has no file, or an interpreter alone of one that
    /// is told what to run without a file of its name, such as <c>python3 -m decoder</c>.</summary>
    public bool HidesItsFiles => Files is null && !Command.Where((word, i) => (i != 0 || !IsToldWithoutFile) && File.Exists(Absolute(word))).Any();

    private bool IsToldWithoutFile => Command is [_, "-m" or "-c" or "-e", ..];

    /// <summary>16 hex digits that change when the command or one of the files does.</summary>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">A file must not be read.</exception>
    public string Hash()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (string word in Command)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(word));
            hash.AppendData([0]);
        }

        foreach (string file in Files ?? [.. Command.Where(word => File.Exists(Absolute(word)))])
        {
            hash.AppendData(SHA256.HashData(File.ReadAllBytes(Absolute(file))));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 8));
    }

    private string Absolute(string path) => Path.GetFullPath(path, Folder);
}
