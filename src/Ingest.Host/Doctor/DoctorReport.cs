using System.Text.Json;
using Ingest.Host.Commands;
using Ingest.Host.Output;

namespace Ingest.Host.Doctor;

/// <summary>Writes observations, a line each as they come, and counts them.</summary>
internal sealed class DoctorReport(Terminal terminal, bool json)
{
    private readonly List<Observation> _seen = [];

    public int ExitCode => Count(Verdict.Missing) == 0 ? ExitCodes.Done : ExitCodes.NotStarted;

    public void Add(Observation seen)
    {
        _seen.Add(seen);
        if (!json)
        {
            terminal.Out.WriteLine($"{Word(seen.Verdict),-7}  {seen.Area}, {seen.Subject}: {seen.Sentence.TrimEnd('.')}");
        }
    }

    public void End()
    {
        if (json)
        {
            JsonResult.Write(terminal.Out, WriteJson);
            return;
        }

        string others = string.Concat(Told(Verdict.Warning, "to know"), Told(Verdict.Skipped, "not looked at"));
        terminal.Out.WriteLine($"{_seen.Count} things looked at: {Count(Verdict.Ok)} as they should be, {Count(Verdict.Missing)} missing{others}");
    }

    private string Told(Verdict verdict, string words) => Count(verdict) == 0 ? "" : $", {Count(verdict)} {words}";

    private int Count(Verdict verdict) => _seen.Count(seen => seen.Verdict == verdict);

    private void WriteJson(Utf8JsonWriter members)
    {
        members.WriteStartArray("checks");
        foreach (Observation seen in _seen)
        {
            members.WriteStartObject();
            members.WriteString("area", seen.Area);
            members.WriteString("subject", seen.Subject);
            members.WriteString("verdict", Word(seen.Verdict).ToLowerInvariant());
            members.WriteString("sentence", seen.Sentence);
            members.WriteEndObject();
        }

        members.WriteEndArray();
        members.WriteNumber("missing", Count(Verdict.Missing));
    }

    private static string Word(Verdict verdict) => verdict switch
    {
        Verdict.Ok => "ok",
        Verdict.Warning => "know",
        Verdict.Missing => "MISSING",
        _ => "skipped",
    };
}
