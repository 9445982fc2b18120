using EdgePos.Ledger;

namespace EdgePos.Provisioning;

/// <summary>How the tool ends. Source: sysexits.h where it has a number for the case.</summary>
internal static class ExitCodes
{
    public const int Ok = 0;

    /// <summary>It ran to the end, and what it found is not as it must be, or the box refused what it was asked.</summary>
    public const int NotAsItMustBe = 1;

    /// <summary>EX_USAGE: the command line is wrong.</summary>
    public const int Usage = 64;

    /// <summary>EX_DATAERR: a file is damaged, or is not what it should be.</summary>
    public const int DamagedData = 65;

    /// <summary>EX_NOINPUT: there is no such file, or nothing of that number in it.</summary>
    public const int NoInput = 66;

    /// <summary>EX_UNAVAILABLE: a program did not start or does not answer, or a port is taken.</summary>
    public const int Unavailable = 69;

    /// <summary>EX_CANTCREAT: a file cannot be written.</summary>
    public const int CannotCreate = 73;

    /// <summary>EX_IOERR: the disk failed.</summary>
    public const int DiskFailed = 74;

    /// <summary>EX_TEMPFAIL: another program has the file; later it may go.</summary>
    public const int TryLater = 75;

    /// <summary>EX_NOPERM: a file may not be read.</summary>
    public const int NotAllowed = 77;

    /// <summary>Stopped by Ctrl-C: 128 + SIGINT.</summary>
    public const int Interrupted = 130;
}

/// <summary>What ends the tool with one clear line.</summary>
/// <param name="exitCode">One of <see cref="ExitCodes"/>.</param>
/// <param name="message">What, where, and what to do.</param>
internal sealed class ToolFault(int exitCode, string message) : Exception(message)
{
    public int ExitCode { get; } = exitCode;

    /// <summary>The same of a file that is in trouble.</summary>
    public static ToolFault Of(LedgerFault fault) => new(fault.Kind switch
    {
        FaultKind.Busy => ExitCodes.TryLater,
        FaultKind.CannotOpen or FaultKind.DiskFull => ExitCodes.CannotCreate,
        FaultKind.Damaged => ExitCodes.DamagedData,
        FaultKind.Io => ExitCodes.DiskFailed,
    }, fault.Message);
}
