using System.Globalization;
using System.Runtime.CompilerServices;

namespace Ingest.Host.Doctor;

/// <summary>A lake in a directory: a local file system that can be written, with room.</summary>
internal sealed class FolderExamination(string root) : Examination("lake")
{
    private const long FreeBytesMin = 1L << 30;

    /// <summary>File systems over a network: <c>rename</c>, <c>fsync</c> and locks are not what they are on a local one.</summary>
    private static readonly string[] Remote = ["nfs", "cifs", "smb", "9p", "ceph", "gluster", "fuse", "afs"];

    public override async IAsyncEnumerable<Observation> RunAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        await Task.CompletedTask;
        cancellation.ThrowIfCancellationRequested();
        string folder = root;
        while (!Directory.Exists(folder) && Path.GetDirectoryName(folder) is { } parent)
        {
            if (File.Exists(folder))
            {
                yield return Missing("write", $"{folder} is a file: choose another Lake.Root, or move it away");
                yield break;
            }

            folder = parent;
        }

        yield return Write(folder);
        DriveInfo drive = new(folder);
        yield return Look("file system", () => FileSystem(drive));
        yield return Look("room", () => Room(drive));
    }

    /// <summary>A file that is gone as soon as it is closed tells more than its owner and mode.</summary>
    private Observation Write(string folder)
    {
        try
        {
            string probe = Path.Combine(folder, $".ingest-doctor-{Environment.ProcessId}");
            using FileStream file = new(probe, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
            return Ok("write", folder == root ? $"{root} can be written" : $"{root} can be made in {folder}");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return Missing(
                "write", $"{folder} cannot be written ({failure.Message.TrimEnd('.')}): give this user the right, or choose another Lake.Root");
        }
    }

    /// <summary>In a container or a chroot the system may not know what a folder lies on.</summary>
    private Observation Look(string subject, Func<Observation> look)
    {
        try
        {
            return look();
        }
        catch (Exception unknown) when (unknown is IOException or UnauthorizedAccessException)
        {
            return Skipped(subject, $"the system does not tell ({unknown.Message.TrimEnd('.')})");
        }
    }

    private Observation FileSystem(DriveInfo drive)
    {
        string format = drive.DriveFormat;
        return Array.Exists(Remote, name => format.Contains(name, StringComparison.OrdinalIgnoreCase))
            ? Missing(
                "file system",
                $"{drive.Name} is {format}: a lake in a directory relies on rename, fsync and locks of a local file system; choose one, or a "
                + "lake in S3")
            : Ok("file system", format);
    }

    private Observation Room(DriveInfo drive)
    {
        string free = string.Create(CultureInfo.InvariantCulture, $"{drive.AvailableFreeSpace / (double)FreeBytesMin:N1} GiB free on {drive.Name}");
        return drive.AvailableFreeSpace < FreeBytesMin ? Warning("room", $"{free}: make room") : Ok("room", free);
    }
}
