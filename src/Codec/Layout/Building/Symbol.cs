namespace Ingest.Codec.Layout.Building;

/// <summary>A field that later fields can refer to. It takes a slot when the first one does.</summary>
/// <param name="name">Its name.</param>
/// <param name="isTime">Whether its slot holds microseconds.</param>
/// <param name="take">Tells what reads it which slot to fill.</param>
internal sealed class Symbol(string name, bool isTime, Action<int> take)
{
    private readonly List<Action<int>> _takers = [take];
    private int _slot = -1;

    public string Name { get; } = name;

    public bool IsTime { get; } = isTime;

    public int Slot(LayoutContext context)
    {
        if (_slot < 0)
        {
            _slot = context.TakeSlot();
            _takers.ForEach(taker => taker(_slot));
        }

        return _slot;
    }

    /// <summary>Another case has a field of that name, too.</summary>
    public void Also(Action<int> taker)
    {
        _takers.Add(taker);
        if (_slot >= 0)
        {
            taker(_slot);
        }
    }
}
