namespace EdgePos.Provisioning;

/// <summary>How the tool ends. Source: sysexits.h where it has a number for the case.</summary>
internal static class ExitCodes
{
    public const int Ok = 0;

    /// <summary>It ran to the end, and what it found is not as it must be.</summary>
    public const int NotAsItMustBe = 1;

    /// <summary>EX_USAGE: the command line is wrong.</summary>
    public const int Usage = 64;

    /// <summary>EX_UNAVAILABLE: a program did not start or does not answer, or a port is taken.</summary>
    public const int Unavailable = 69;

    /// <summary>EX_CANTCREAT: a file cannot be written.</summary>
    public const int CannotCreate = 73;

    /// <summary>Stopped by Ctrl-C: 128 + SIGINT.</summary>
    public const int Interrupted = 130;
}

/// <summary>What ends the tool with one clear line.</summary>
/// <param name="exitCode">One of <see cref="ExitCodes"/>.</param>
/// <param name="message">What, where, and what to do.</param>
internal sealed class ToolFault(int exitCode, string message) : Exception(message)
{
    public int ExitCode { get; } = exitCode;
}
