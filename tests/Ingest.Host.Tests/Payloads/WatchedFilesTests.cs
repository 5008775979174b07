using Ingest.Host.Configuration;
using Ingest.Host.Payloads;

namespace Ingest.Host.Tests.Payloads;

public sealed class WatchedFilesTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_file_that_the_configuration_names_is_watched_wherever_it_is_and_before_it_is_there()
    {
        string config = Path.Combine(_folder.Path, "ingest.json");
        Write(config, """{ "Tables": { "a": { "Payload": { "Layout": "deep/er/one.json", "Process": { "Command": ["python3", "decode.py"] } } } } }""", 0);
        var origin = new ConfigurationOrigin(config, new Dictionary<string, string>());
        using var stop = new CancellationTokenSource();
        using var worked = new SemaphoreSlim(0);
        Task watching = WatchedFiles.RepeatAsync(
            () => NamedFiles.Of(origin),
            () =>
            {
                worked.Release();
                return Task.CompletedTask;
            },
            TimeProvider.System,
            stop.Token);
        await Next();

        Directory.CreateDirectory(Path.Combine(_folder.Path, "deep", "er"));
        Write(Path.Combine(_folder.Path, "deep", "er", "one.json"), "", 1);
        await Next();
        Write(Path.Combine(_folder.Path, "deep", "er", "one.json"), "", 2);
        await Next();
        Write(config, "{ no JSON", 3);
        await Next();
        Write(config, """{ "Tables": { "a": { "Payload": { "Layout": "two.json" } } } }""", 4);
        await Next();
        Write(Path.Combine(_folder.Path, "two.json"), "", 5);
        await Next();

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => watching);

        async Task Next() => Assert.True(await worked.WaitAsync(TimeSpan.FromMinutes(1)), "nothing was seen");
    }

    /// <summary>Two files that are written soon after one another have different times.</summary>
    private static void Write(string file, string text, int minute)
    {
        string made = file + ".made";
        File.WriteAllText(made, text);
        File.SetLastWriteTimeUtc(made, new DateTime(2021, 1, 1, 0, minute, 0, DateTimeKind.Utc));
        File.Move(made, file, overwrite: true);
    }
}
