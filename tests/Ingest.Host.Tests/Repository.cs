namespace Ingest.Host.Tests;

/// <summary>Files of this repository.</summary>
internal static class Repository
{
    private static readonly string Root = Find(AppContext.BaseDirectory);

    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    public static string Folder(string path) => Path.Combine(Root, path);

    private static string Find(string folder) =>
        File.Exists(Path.Combine(folder, "Ingest.sln")) ? folder : Find(Path.GetDirectoryName(folder)!);
}
