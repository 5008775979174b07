using Ingest.Host.Commands;

namespace Ingest.Host.Demo;

/// <summary>The folder that the demo makes anew each time: a configuration, a source and a lake.</summary>
internal sealed class DemoFolder
{
    private const string Resource = "Ingest.Host.Demo.demo.json";

    private DemoFolder(string path) => Path = path;

    public string Path { get; }

    public string Configuration => System.IO.Path.Combine(Path, "ingest.json");

    private string Lake => System.IO.Path.Combine(Path, "lake");

    /// <summary>Makes the folder, or empties one that the demo made before.</summary>
    /// <exception cref="UsageException">Something else is there.</exception>
    public static DemoFolder Make(string path)
    {
        string text = Text();
        var folder = new DemoFolder(System.IO.Path.GetFullPath(path));
        bool isOurs = File.Exists(folder.Configuration)
            && File.ReadLines(folder.Configuration).FirstOrDefault() == text.Split('\n')[0];
        if (!isOurs && Directory.Exists(folder.Path) && Directory.EnumerateFileSystemEntries(folder.Path).Any())
        {
            throw new UsageException($"{folder.Path} is there and ingest demo did not make it; name another with --folder");
        }

        Directory.CreateDirectory(folder.Path);
        File.WriteAllText(folder.Configuration, text);
        if (Directory.Exists(folder.Lake))
        {
            Directory.Delete(folder.Lake, recursive: true);
        }

        return folder;
    }

    private static string Text()
    {
        using Stream stream = typeof(DemoFolder).Assembly.GetManifestResourceStream(Resource)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
