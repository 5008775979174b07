using Ingest.Host.Commands;
using Ingest.Host.Configuration;
using Ingest.Host.Init.Payloads;

namespace Ingest.Host.Init;

/// <summary>Where the file and the layouts beside it go. Nothing that is there already is touched, unless it is asked for.</summary>
internal sealed class InitTarget(string file, bool force, IReadOnlyDictionary<string, string> environment)
{
    /// <summary>Refuses before the database is asked anything.</summary>
    /// <exception cref="UsageException">There is such a file.</exception>
    public void Check() => Check(file);

    /// <summary>Writes everything, the configuration last, and only when it is one.</summary>
    /// <exception cref="UsageException">A file is there already, or cannot be written.</exception>
    /// <exception cref="ConfigurationException">What was written is no configuration.</exception>
    public void Write(string text, IReadOnlyList<LayoutSkeleton> layouts)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(file))!;
        string unproven = $"{file}.new";
        try
        {
            Directory.CreateDirectory(folder);
            foreach (LayoutSkeleton layout in layouts)
            {
                Check(Path.Combine(folder, layout.File));
            }

            foreach (LayoutSkeleton layout in layouts)
            {
                File.WriteAllText(Path.Combine(folder, layout.File), layout.Text);
            }

            File.WriteAllText(unproven, text);
            using (ConfigurationReader.Read(new ConfigurationOrigin(unproven, environment)))
            {
                File.Move(unproven, file, overwrite: force);
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{file} cannot be written: {failure.Message}", failure);
        }
        finally
        {
            File.Delete(unproven);
        }
    }

    private void Check(string path)
    {
        if (!force && File.Exists(path))
        {
            throw new UsageException($"{path} is there already; name another file with --out, or write over it with --force");
        }
    }
}
