namespace Ingest.Host.Tests.Crashes;

/// <summary>How far a process had come with a unit when it was killed.</summary>
internal enum CrashPhase
{
    /// <summary>It had written nothing of a unit.</summary>
    BeforeTheFirstUpload,

    /// <summary>It had begun uploads, and no claim named them.</summary>
    Uploads,

    /// <summary>It had claimed a unit and published none of its objects.</summary>
    Claimed,

    /// <summary>It had published some objects of a claimed unit.</summary>
    Publishing,

    /// <summary>It had published all objects of a claimed unit.</summary>
    Published,

    /// <summary>It had recorded its last unit and not begun another.</summary>
    Recorded,
}

/// <summary>Tells the phase from what a process left.</summary>
internal static class CrashPhases
{
    /// <param name="before">The lake when the process started.</param>
    /// <param name="after">The lake after it was killed.</param>
    public static CrashPhase Between(LakeState before, LakeState after)
    {
        Record[] written =
        [
            .. after.Records.Where(record => before.Records.GetValueOrDefault(record.Key)?.Same(record.Value) != true).Select(record => record.Value),
        ];
        if (written.FirstOrDefault(record => record.Pending) is { } claim)
        {
            int left = claim.Uploads.Count(after.Uploads.Contains);
            return left == 0 ? CrashPhase.Published : left == claim.Uploads.Count ? CrashPhase.Claimed : CrashPhase.Publishing;
        }

        return after.Uploads.Except(before.Uploads).Any() ? CrashPhase.Uploads
            : written.Length > 0 ? CrashPhase.Recorded
            : CrashPhase.BeforeTheFirstUpload;
    }
}
