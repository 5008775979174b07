namespace Ingest.Actors.Lake;

/// <summary>Where the keys of a lake are in its bucket. No key leads out of the lake's prefix, or from objects to control objects.</summary>
internal sealed class S3Keys
{
    private readonly string _root;
    private readonly string _control;

    public S3Keys(LakeSpec.Bucketed spec)
    {
        Bucket = spec.Bucket;
        _root = spec.Prefix.Length == 0 ? "" : $"{spec.Prefix}/";
        _control = $"{_root}{DirectoryLake.ControlFolder}/";
    }

    public string Bucket { get; }

    /// <summary>What the keys of control objects begin with in the bucket.</summary>
    public string ControlRoot => _control;

    /// <summary>Whether an object of the lake could have that key.</summary>
    public static bool IsObject(string key) => KeyPath.IsKey(key) && !IsControl(key);

    /// <exception cref="ArgumentException">It leads out of the lake, or to what is no object.</exception>
    public string Object(string key)
    {
        KeyPath.Check(key);
        return !IsControl(key)
            ? _root + key
            : throw new ArgumentException($"'{key}' is no object: {DirectoryLake.ControlFolder} holds records.", nameof(key));
    }

    /// <exception cref="ArgumentException">It leads out of the control prefix.</exception>
    public string Control(string key)
    {
        KeyPath.Check(key);
        return _control + key;
    }

    /// <summary>A prefix of objects' keys, which may end within a name, or be empty.</summary>
    /// <exception cref="ArgumentException">It leads out of the lake.</exception>
    public string Prefix(string prefix)
    {
        if (prefix.LastIndexOf('/') is var slash and >= 0)
        {
            KeyPath.Check(prefix[..slash]);
        }

        return _root + prefix;
    }

    /// <summary>The lake's key of what lies in the bucket; null for control objects, and for the empty objects that consoles make
    /// for folders.</summary>
    public string? KeyOf(string inBucket) =>
        inBucket.StartsWith(_root, StringComparison.Ordinal) && !inBucket.StartsWith(_control, StringComparison.Ordinal) && !inBucket.EndsWith('/')
            ? inBucket[_root.Length..]
            : null;

    private static bool IsControl(string key) => key.Split('/')[0] == DirectoryLake.ControlFolder;
}
