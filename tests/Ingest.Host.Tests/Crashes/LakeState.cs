using System.Security.Cryptography;
using System.Text.Json;

namespace Ingest.Host.Tests.Crashes;

/// <summary>What a directory lake holds of one table at a moment when nobody writes, read by the layout's description and not
/// by the code under test.</summary>
internal sealed class LakeState
{
    private LakeState(
        IReadOnlyDictionary<string, string> objects, IReadOnlyDictionary<string, Record> records, IReadOnlySet<string> uploads)
    {
        Objects = objects;
        Records = records;
        Uploads = uploads;
    }

    /// <summary>The SHA-256 of each file that a reader of the lake sees, by its key and in the order of keys.</summary>
    public IReadOnlyDictionary<string, string> Objects { get; }

    /// <summary>The records of units, by the unit's name.</summary>
    public IReadOnlyDictionary<string, Record> Records { get; }

    /// <summary>Names of uploads that were neither published nor ended.</summary>
    public IReadOnlySet<string> Uploads { get; }

    public static LakeState Read(string root, string table)
    {
        string control = Path.Combine(root, "_ingest");
        Dictionary<string, string> objects = Files(root, "*")
            .Where(path => !path.StartsWith(control + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            .ToDictionary(path => Path.GetRelativePath(root, path), Hash);
        return new LakeState(
            new SortedDictionary<string, string>(objects, StringComparer.Ordinal),
            Files(Path.Combine(control, table), "*.json")
                .Where(path => !Path.GetFileName(path).StartsWith('_'))
                .ToDictionary(path => Path.GetFileNameWithoutExtension(path), Record.Read),
            Files(Path.Combine(control, ".uploads"), "*").Select(path => Path.GetFileName(path)).ToHashSet());
    }

    public static string RecordPath(string root, string table, string unit) => Path.Combine(root, "_ingest", table, $"{unit}.json");

    private static IEnumerable<string> Files(string folder, string pattern) => Directory.Exists(folder)
        ? Directory.EnumerateFiles(folder, pattern, SearchOption.AllDirectories)
        : [];

    private static string Hash(string path) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)));
}

/// <summary>A unit's record.</summary>
/// <param name="Pending">Whether it is a claim; otherwise it was committed.</param>
/// <param name="Token">The attempt's.</param>
/// <param name="Objects">The SHA-256 of each object, by its key.</param>
/// <param name="Uploads">Of a claim: the uploads that are to be published.</param>
internal sealed record Record(bool Pending, string Token, IReadOnlyDictionary<string, string> Objects, IReadOnlySet<string> Uploads)
{
    /// <summary>Whether it is the same version of a record: an attempt writes it once as a claim and once when it is done.</summary>
    public bool Same(Record other) => (Pending, Token) == (other.Pending, other.Token);

    public static Record Read(string path)
    {
        JsonElement json = JsonSerializer.Deserialize<JsonElement>(File.ReadAllBytes(path));
        JsonElement[] objects = [.. json.GetProperty("objects").EnumerateArray()];
        return new Record(
            json.GetProperty("state").GetString() == "pending",
            json.GetProperty("token").GetString()!,
            objects.ToDictionary(made => made.GetProperty("key").GetString()!, made => made.GetProperty("sha256").GetString()!),
            objects.Where(made => made.TryGetProperty("upload_id", out _))
                .Select(made => made.GetProperty("upload_id").GetString()!)
                .ToHashSet());
    }
}
