using Ingest.Actors.Paging;
using Ingest.Actors.Units;
using Ingest.TestKit;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Ingest.Actors.Tests.Paging;

/// <summary>Passwords rotate: what is read for a connection may be another the next time, and may have changed just now.</summary>
public sealed class SourceLoginTests(MariaDbSource source) : IClassFixture<MariaDbSource>
{
    [SkippableFact]
    public async Task a_login_is_read_for_each_connection()
    {
        var logins = new Logins(Right, Right);
        await using ISourceDatabase database = SourceDatabase.Open(Spec(logins));

        await (await database.OpenAsync(default)).DisposeAsync();
        await (await database.OpenAsync(default)).DisposeAsync();

        Assert.Equal([false, false], logins.Asked);
    }

    [SkippableFact]
    public async Task a_login_that_is_denied_is_read_once_again_past_every_cache()
    {
        var logins = new Logins(new SourceLogin(null, "before it was changed"), Right);
        await using ISourceDatabase database = SourceDatabase.Open(Spec(logins));

        await (await database.OpenAsync(default)).DisposeAsync();

        Assert.Equal([false, true], logins.Asked);
    }

    [SkippableFact]
    public async Task the_user_may_change_with_the_password()
    {
        var logins = new Logins(new SourceLogin("nobody", "x"), Right with { User = Uri.UnescapeDataString(MariaDb.Require().UserInfo.Split(':')[0]) });
        string url = source.Fixture.Url;
        var spec = new SourceSpec($"mysql://{url[(url.IndexOf('@', StringComparison.Ordinal) + 1)..]}") { Logins = logins };
        await using ISourceDatabase database = SourceDatabase.Open(spec);

        await (await database.OpenAsync(default)).DisposeAsync();

        Assert.Equal([false, true], logins.Asked);
    }

    [SkippableFact]
    public async Task a_login_that_is_denied_and_the_same_once_again_is_permanent()
    {
        MariaDb.Require();
        var logins = new Logins(new SourceLogin(null, "wrong"), new SourceLogin(null, "wrong"));
        await using ISourceDatabase database = SourceDatabase.Open(Spec(logins));

        IngestException failure = await Assert.ThrowsAsync<IngestException>(() => database.OpenAsync(default));

        Assert.Equal([false, true], logins.Asked);
        Assert.Equal((FailureKind.Permanent, $"{database.Name} denies the user access: look into the safe."), (failure.Kind, failure.Message));
    }

    [SkippableFact]
    public async Task a_login_that_was_denied_is_left_alone_for_a_minute()
    {
        MariaDb.Require();
        var wrong = new SourceLogin(null, "wrong");
        var logins = new Logins(wrong, wrong, wrong, wrong, Right);
        var clock = new FakeTimeProvider();
        await using ISourceDatabase database = SourceDatabase.Open(Spec(logins), clock);

        IngestException first = await Assert.ThrowsAsync<IngestException>(() => database.OpenAsync(default));
        IngestException second = await Assert.ThrowsAsync<IngestException>(() => database.OpenAsync(default));
        clock.Advance(TimeSpan.FromMinutes(1));
        await (await database.OpenAsync(default)).DisposeAsync();

        // Denied and read anew; left alone; a minute later denied, read anew, and another by then.
        Assert.Equal([false, true, false, false, true], logins.Asked);
        Assert.Equal((first.Kind, first.Message), (second.Kind, second.Message));
    }

    [SkippableFact]
    public async Task a_login_that_is_another_and_denied_too_is_permanent()
    {
        MariaDb.Require();
        var logins = new Logins(new SourceLogin(null, "wrong"), new SourceLogin(null, "wrong too"));
        await using ISourceDatabase database = SourceDatabase.Open(Spec(logins));

        IngestException failure = await Assert.ThrowsAsync<IngestException>(() => database.OpenAsync(default));

        Assert.Equal((FailureKind.Permanent, 2), (failure.Kind, logins.Asked.Count));
    }

    [SkippableFact]
    public async Task what_keeps_a_login_from_being_read_is_what_is_said()
    {
        MariaDb.Require();
        await using ISourceDatabase database = SourceDatabase.Open(Spec(new Logins()));

        IngestException failure = await Assert.ThrowsAsync<IngestException>(() => database.OpenAsync(default));

        Assert.Equal((FailureKind.Transient, "The safe is closed."), (failure.Kind, failure.Message));
    }

    [Fact]
    public void a_login_and_a_specification_say_nothing_of_what_they_hold()
    {
        var spec = new SourceSpec("mysql://user:hunter2@host/schema") { Password = "hunter2", Options = new Dictionary<string, string> { ["CertificatePassword"] = "hunter2" } };

        Assert.DoesNotContain("hunter2", $"{spec} {new SourceLogin("user", "hunter2")}", StringComparison.Ordinal);
    }

    private static SourceLogin Right => new(null, Uri.UnescapeDataString(MariaDb.Require().UserInfo.Split(':', 2)[1]));

    private SourceSpec Spec(ISourceLogins logins) => new(source.Fixture.Url) { Logins = logins };

    private sealed class Logins(params SourceLogin[] logins) : ISourceLogins
    {
        public List<bool> Asked { get; } = [];

        public string Advice => "look into the safe";

        public Task<SourceLogin> ReadAsync(bool anew, CancellationToken cancellation)
        {
            Asked.Add(anew);
            return Asked.Count <= logins.Length
                ? Task.FromResult(logins[Asked.Count - 1])
                : throw IngestException.Transient("The safe is closed.");
        }
    }
}
