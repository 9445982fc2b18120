namespace EdgePos.Gateway;

/// <summary>How the process ends. Source: sysexits.h; the unit tells systemd which are worth another try.</summary>
internal static class ExitCodes
{
    public const int Ok = 0;

    /// <summary>EX_DATAERR: the ledger is damaged; trying again does not help, a person must act.</summary>
    public const int Damaged = 65;

    /// <summary>EX_UNAVAILABLE: something outside is in the way, a port in use; trying again may help.</summary>
    public const int Unavailable = 69;

    /// <summary>EX_SOFTWARE: a bug, or a disk that failed; start again and recover.</summary>
    public const int Software = 70;

    /// <summary>EX_TEMPFAIL: somebody wants it started again; nothing is wrong.</summary>
    public const int Restart = 75;

    /// <summary>EX_CONFIG: a setting is wrong; trying again does not help.</summary>
    public const int Config = 78;
}
