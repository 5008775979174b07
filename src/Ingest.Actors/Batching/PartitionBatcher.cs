using Akka;
using Akka.Streams;
using Akka.Streams.Dsl;
using Akka.Streams.Stage;
using Ingest.Actors.Decoding;
using Ingest.Actors.Units;

namespace Ingest.Actors.Batching;

/// <summary>Batches in, row groups out: rows are sorted into partitions by their event date until a group is full.</summary>
public static class PartitionBatcher
{
    /// <param name="schema">The table's columns.</param>
    /// <param name="carried">How many of them come before the time.</param>
    /// <param name="pass">Which dates to write; keeps the tally.</param>
    /// <param name="scope">The unit's limits and budget.</param>
    public static Flow<DecodedBatch, RowGroup, NotUsed> Create(LakeSchema schema, int carried, UnitPass pass, UnitScope scope) =>
        Flow.FromGraph(new Stage(() => new PartitionGroups(schema, carried, pass, scope)));

    private sealed class Stage(Func<PartitionGroups> groups) : GraphStage<FlowShape<DecodedBatch, RowGroup>>
    {
        private readonly Inlet<DecodedBatch> _in = new("PartitionBatcher.in");
        private readonly Outlet<RowGroup> _out = new("PartitionBatcher.out");

        public override FlowShape<DecodedBatch, RowGroup> Shape => new(_in, _out);

        protected override GraphStageLogic CreateLogic(Attributes inheritedAttributes) => new Logic(this, groups());

        private sealed class Logic : InAndOutGraphStageLogic
        {
            private readonly Stage _stage;
            private readonly PartitionGroups _groups;
            private readonly List<RowGroup> _cut = [];

            public Logic(Stage stage, PartitionGroups groups)
                : base(stage.Shape)
            {
                _stage = stage;
                _groups = groups;
                SetHandlers(stage._in, stage._out, this);
            }

            public override void OnPush()
            {
                _groups.Add(Grab(_stage._in), _cut.Add);
                if (_cut.Count == 0)
                {
                    Pull(_stage._in);
                }
                else
                {
                    EmitCut();
                }
            }

            public override void OnPull() => Pull(_stage._in);

            public override void OnUpstreamFinish()
            {
                _groups.Finish(_cut.Add);
                EmitCut();
                CompleteStage();
            }

            // Emits one by one as they are asked for, and only then lets the handlers go on.
            private void EmitCut()
            {
                EmitMultiple(_stage._out, _cut.ToArray());
                _cut.Clear();
            }
        }
    }
}
