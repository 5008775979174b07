using System.Text.RegularExpressions;
using ArchUnitNET.Domain;
using ArchUnitNET.Domain.Extensions;
using ArchUnitNET.Loader;
using Ingest.Actors.Units;
using Ingest.Codec.Columns;
using Xunit;

namespace Ingest.Actors.Tests;

/// <summary>A folder refers only to folders above it, so that each can be understood without those below.</summary>
public sealed class ArchitectureTests
{
    private const string Root = "Ingest.Actors";

    /// <summary>In the order of dependence; the empty name is the project's own folder.</summary>
    private static readonly string[] Order =
        ["Units", "Aws", "Aws.Athena", "Aws.Glue", "Aws.SecretsManager", "Lake", "Records", "Paging", "Decoding", "Batching", "Writing", "Committing", "Planning", "", "Catalogs", "Auditing", "Supervisors"];

    private static readonly Architecture Actors = new ArchLoader().LoadAssembly(typeof(Unit).Assembly).Build();
    private static readonly Architecture Codec = new ArchLoader().LoadAssembly(typeof(ColumnBatch).Assembly).Build();

    [Fact]
    public void every_folder_has_its_place_in_the_order()
    {
        Assert.Equal(Order.Order(StringComparer.Ordinal), Own(Actors).Select(FolderOf).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void a_folder_refers_only_to_folders_above_it()
    {
        Assert.Empty(Violations(Order));
    }

    [Fact]
    public void the_order_is_held_between_all_neighbours_that_know_each_other()
    {
        // A rule that sees nothing holds whatever the code does: turn it round, and it must find what there is.
        string[] violations = [.. Violations([.. Order.Reverse()])];

        Assert.Contains("Ingest.Actors.Decoding.DecodeFlow refers to Ingest.Actors.Units.UnitScope", violations);
        Assert.Contains("Ingest.Actors.OpenUnit refers to Ingest.Actors.Planning.UnitState", violations);
        Assert.Contains("Ingest.Actors.Supervisors.IngestSupervisor refers to Ingest.Actors.IngestRun", violations);
    }

    [Fact]
    public void codecs_know_no_actors_no_database_and_no_cloud()
    {
        Assert.DoesNotContain(References(Codec), reference => !Regex.IsMatch(reference.To, "^(Ingest\\.Codec|System|Google\\.Protobuf|MessagePack|ZstdSharp)\\."));
    }

    [Fact]
    public void the_engine_does_not_know_the_executable()
    {
        Assert.DoesNotContain(References(Actors), reference => reference.To.StartsWith("Ingest.Host", StringComparison.Ordinal));
        Assert.DoesNotContain(typeof(Unit).Assembly.GetReferencedAssemblies(), used => used.Name is "Ingest.Host" or "System.CommandLine");
    }

    private static IEnumerable<string> Violations(string[] order) =>
        from type in Own(Actors)
        from used in type.GetTypeDependencies().Where(IsOwn)
        where Array.IndexOf(order, FolderOf(used)) > Array.IndexOf(order, FolderOf(type))
        select $"{Outer(type)} refers to {Outer(used)}";

    private static IEnumerable<(string From, string To)> References(Architecture architecture) =>
        from type in architecture.Types
        from used in type.GetTypeDependencies()
        where !used.FullName.StartsWith('<') && used.Namespace is { FullName.Length: > 0 }
        select (type.FullName, used.FullName);

    private static IEnumerable<IType> Own(Architecture architecture) => architecture.Types.Where(IsOwn);

    private static bool IsOwn(IType type) => type.Namespace.FullName == Root || type.Namespace.FullName.StartsWith(Root + ".", StringComparison.Ordinal);

    private static string FolderOf(IType type) => type.Namespace.FullName[Root.Length..].TrimStart('.');

    /// <summary>The type that a file is named after: lambdas and asynchronous methods are types of their own within it.</summary>
    private static string Outer(IType type) => type.FullName.Split('+', '/')[0];
}
