using System.Threading.Channels;
using EdgePos.Ledger;

namespace EdgePos.Gateway;

/// <summary>Who watches what becomes of which thing. A slow one sees the last word only. Safe from any thread.</summary>
/// <param name="most">More may not watch at once.</param>
/// <param name="tooMany">What one more is told.</param>
internal sealed class Watchers<TKey, T>(int most, Func<LedgerFault> tooMany)
    where TKey : IEquatable<TKey>
{
    private readonly Lock _gate = new();
    private readonly Dictionary<Channel<T>, TKey> _keys = [];

    /// <summary>Begins a watch.</summary>
    /// <exception cref="LedgerFault">Busy: too many watch.</exception>
    public Channel<T> Begin(TKey key)
    {
        var watcher = Channel.CreateBounded<T>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest });
        lock (_gate)
        {
            if (_keys.Count >= most)
                throw tooMany();
            _keys[watcher] = key;
        }

        return watcher;
    }

    /// <summary>Ends a watch.</summary>
    /// <returns>False: it was none.</returns>
    public bool End(Channel<T> watcher)
    {
        lock (_gate)
            return _keys.Remove(watcher);
    }

    /// <summary>True where somebody watches a thing.</summary>
    public bool Any(TKey key)
    {
        lock (_gate)
            return _keys.ContainsValue(key);
    }

    /// <summary>Tells all who watch a thing.</summary>
    /// <param name="word">Is not changed any more.</param>
    /// <param name="isLast">Nothing comes after it.</param>
    public void Tell(TKey key, T word, bool isLast = false)
    {
        lock (_gate)
        {
            foreach (var (watcher, watched) in _keys)
            {
                if (watched.Equals(key))
                    Tell(watcher, word, isLast);
            }
        }
    }

    /// <summary>Tells one of them.</summary>
    public static void Tell(Channel<T> watcher, T word, bool isLast = false)
    {
        watcher.Writer.TryWrite(word);
        if (isLast)
            watcher.Writer.TryComplete();
    }
}
