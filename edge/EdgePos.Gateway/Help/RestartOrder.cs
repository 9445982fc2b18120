namespace EdgePos.Gateway;

/// <summary>Somebody wants the daemon to end and to be started again.</summary>
internal sealed class RestartOrder(IHostApplicationLifetime life)
{
    private volatile bool _isGiven;

    /// <summary>True: it ends for that, and its exit code says so.</summary>
    public bool IsGiven => _isGiven;

    /// <summary>Ends the daemon in good order.</summary>
    public void Give()
    {
        _isGiven = true;
        life.StopApplication();
    }
}
