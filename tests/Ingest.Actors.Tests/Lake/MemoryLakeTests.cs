using Ingest.Actors.Lake;
using Ingest.TestKit;

namespace Ingest.Actors.Tests.Lake;

public sealed class MemoryLakeTests : LakeContract
{
    protected override ILake Lake { get; } = new MemoryLake();

    protected override ILake Another() => ((MemoryLake)Lake).Another();
}
