using System.Threading.Channels;
using EdgePos.Ledger;
using EdgePos.V1;

namespace EdgePos.Gateway;

/// <summary>Who waits for the labels of which command. A slow one sees the last word only.</summary>
internal sealed class LabelWatch
{
    private const int WatchersMax = 50;

    private readonly Lock _gate = new();
    private readonly Dictionary<Channel<PrintLabelsProgress>, (int Register, Guid Id)> _watchers = [];

    /// <summary>Begins to wait for a command, also for one that is still to begin.</summary>
    /// <exception cref="LedgerFault">Busy: too many wait.</exception>
    public Channel<PrintLabelsProgress> Watch(Command command)
    {
        var watcher = Channel.CreateBounded<PrintLabelsProgress>(
            new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest });
        lock (_gate)
        {
            if (_watchers.Count >= WatchersMax)
                throw new LedgerFault(FaultKind.Busy, "print", "labels", $"{WatchersMax} wait already");
            _watchers[watcher] = (command.Register, command.Id);
        }

        return watcher;
    }

    /// <summary>Waits no more.</summary>
    public void Unwatch(Channel<PrintLabelsProgress> watcher)
    {
        lock (_gate)
            _watchers.Remove(watcher);
    }

    /// <summary>True where somebody waits for a command.</summary>
    public bool IsWatched(Command command)
    {
        lock (_gate)
            return _watchers.ContainsValue((command.Register, command.Id));
    }

    /// <summary>Tells those who wait for a command how far it is.</summary>
    public void Tell(Command command, PrintLabelsProgress progress)
    {
        lock (_gate)
        {
            foreach (var (watcher, _) in _watchers.Where(pair => pair.Value == (command.Register, command.Id)))
                watcher.Writer.TryWrite(progress.Clone());
        }
    }
}
