using System.Globalization;

namespace Ingest.Host.Tests.Crashes;

/// <summary>What a series of kills came to, as text that begins with the seed that repeats it.</summary>
internal sealed class CrashReport(int seed)
{
    private readonly Dictionary<CrashPhase, int> _phases = Enum.GetValues<CrashPhase>().ToDictionary(phase => phase, _ => 0);
    private TimeSpan _wholeRun;
    private int _uploadsMax;

    /// <summary>Processes that were to be killed.</summary>
    public int Attempts { get; set; }

    /// <summary>Those that were, the others having been done before.</summary>
    public int Kills => _phases.Values.Sum();

    /// <summary>Runs to the end, each compared with a clean one.</summary>
    public int Resumes { get; set; }

    public void Killed(CrashPhase phase, TimeSpan wholeRun)
    {
        _phases[phase]++;
        _wholeRun = wholeRun;
    }

    public void LeftUploads(int count) => _uploadsMax = Math.Max(_uploadsMax, count);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"""
        seed                         {seed}
        processes started to be killed {Attempts}, done before that {Attempts - Kills}
        killed                       {Kills}
          before the first upload    {_phases[CrashPhase.BeforeTheFirstUpload]}
          uploads prepared           {_phases[CrashPhase.Uploads]}
          claimed, none published    {_phases[CrashPhase.Claimed]}
          claimed, some published    {_phases[CrashPhase.Publishing]}
          claimed, all published     {_phases[CrashPhase.Published]}
          recorded                   {_phases[CrashPhase.Recorded]}
        resumed to the end           {Resumes}, each equal to a clean run in every byte and answer
        uploads left in a lake       {_uploadsMax} at most
        a whole run takes            {_wholeRun.TotalSeconds:0.00} s
        """);
}
