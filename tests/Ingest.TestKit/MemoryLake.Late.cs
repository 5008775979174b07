using Ingest.Actors.Lake;

namespace Ingest.TestKit;

/// <summary>A store that accepts a completion first and lets it land later, as object stores may: meanwhile an abort is answered
/// and ends nothing, so it is repeated until the store knows no such upload.</summary>
public sealed partial class MemoryLake
{
    /// <summary>Whether completions of this lake land only when <see cref="Land"/> says so.</summary>
    public bool CompletesLate { get; set; }

    /// <summary>A mistake to be found out: the first answer to an abort is trusted.</summary>
    public bool TrustsOneAbort { get; set; }

    /// <summary>A completion that was accepted lands: the last or the first one.</summary>
    /// <returns>The object's key; null when none was accepted.</returns>
    public string? Land(bool last)
    {
        lock (_gate)
        {
            if (_accepted.Count == 0)
            {
                return null;
            }

            string uploadId = last ? _accepted[^1] : _accepted[0];
            string key = _uploads[uploadId].Key;
            _accepted.Remove(uploadId);
            Publish(uploadId);
            return key;
        }
    }

    private async Task<bool> PublishLateAsync(PreparedObject prepared, CancellationToken cancellation)
    {
        bool accepted = await CallAsync(
            "publish", prepared.Key, () => Accept(prepared.UploadId), cancellation);
        while (accepted && await CallAsync("poll", prepared.Key, () => _accepted.Contains(prepared.UploadId), cancellation))
        {
        }

        return accepted;
    }

    private async Task AbortLateAsync(string key, string uploadId, CancellationToken cancellation)
    {
        while (await CallAsync("abort", key, () => Abort(uploadId), cancellation) && !TrustsOneAbort)
        {
        }
    }

    /// <summary>Under the gate.</summary>
    private bool Accept(string uploadId)
    {
        bool accepts = _uploads.ContainsKey(uploadId) && !_accepted.Contains(uploadId);
        if (accepts)
        {
            _accepted.Add(uploadId);
        }

        return accepts;
    }

    /// <summary>Whether the upload is still there afterwards. Under the gate.</summary>
    private bool Abort(string uploadId)
    {
        if (_accepted.Contains(uploadId))
        {
            return true;
        }

        _uploads.Remove(uploadId);
        return false;
    }
}
