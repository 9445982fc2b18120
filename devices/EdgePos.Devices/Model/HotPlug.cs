namespace EdgePos.Devices;

/// <summary>
/// Says when a device file comes or goes: inotify on /dev and the folders in it that devices of ours appear in. Who waits to
/// reach a device again need not wait for its next turn, and nobody polls.
/// </summary>
public sealed class HotPlug : IDisposable
{
    private static readonly string[] Folders = ["", "usb", "input", "serial/by-id", "serial/by-path"];

    private readonly string _dev;
    private readonly Lock _turn = new();
    private readonly Dictionary<string, FileSystemWatcher> _watchers = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Begins to watch.</summary>
    /// <param name="dev">Where the device files are.</param>
    public HotPlug(string dev = "/dev")
    {
        _dev = dev;
        WatchFolders();
    }

    /// <summary>Ends when something is plugged in or out after this call.</summary>
    public Task Changed
    {
        get
        {
            lock (_turn)
                return _changed.Task;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_turn)
        {
            foreach (var watcher in _watchers.Values)
                watcher.Dispose();
            _watchers.Clear();
        }
    }

    // /dev/usb is made with the first printer and goes with the last one.
    private void WatchFolders()
    {
        foreach (string folder in Folders)
        {
            string path = Path.Combine(_dev, folder);
            if (_watchers.Remove(folder, out var old) && Directory.Exists(path) && old.EnableRaisingEvents)
                _watchers[folder] = old;
            else
                old?.Dispose();
            if (_watchers.ContainsKey(folder) || !Directory.Exists(path))
                continue;
            try
            {
                var watcher = new FileSystemWatcher(path) { NotifyFilter = NotifyFilters.FileName | NotifyFilters.DirectoryName };
                watcher.Created += (_, _) => Tell();
                watcher.Deleted += (_, _) => Tell();
                watcher.Renamed += (_, _) => Tell();
                watcher.EnableRaisingEvents = true;
                _watchers[folder] = watcher;
            }
            catch (Exception refused) when (refused is IOException or ArgumentException or UnauthorizedAccessException)
            {
                // No inotify left, or the folder has just gone: then a device is found at its next turn.
            }
        }
    }

    private void Tell()
    {
        TaskCompletionSource changed;
        lock (_turn)
        {
            (changed, _changed) = (_changed, new(TaskCreationOptions.RunContinuationsAsynchronously));
            WatchFolders();
        }

        changed.TrySetResult();
    }
}
