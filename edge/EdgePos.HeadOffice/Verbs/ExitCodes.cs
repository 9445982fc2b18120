namespace EdgePos.HeadOffice;

/// <summary>How the program ends. Source: sysexits.h where it has a number for the case.</summary>
internal static class ExitCodes
{
    public const int Ok = 0;

    /// <summary>It ran to the end, and what it found is not as it must be.</summary>
    public const int NotAsItMustBe = 1;

    /// <summary>EX_USAGE: the command line is wrong.</summary>
    public const int Usage = 64;

    /// <summary>EX_DATAERR: a file is not what it should be.</summary>
    public const int DamagedData = 65;

    /// <summary>EX_NOINPUT: there is no such file.</summary>
    public const int NoInput = 66;

    /// <summary>EX_UNAVAILABLE: a program does not answer, the books cannot be opened, or a port is taken.</summary>
    public const int Unavailable = 69;

    /// <summary>EX_SOFTWARE: a bug ended it.</summary>
    public const int Software = 70;

    /// <summary>EX_CONFIG: a setting is wrong.</summary>
    public const int Config = 78;

    /// <summary>Stopped by Ctrl-C: 128 + SIGINT.</summary>
    public const int Interrupted = 130;
}

/// <summary>What ends a verb with one clear line.</summary>
/// <param name="exitCode">One of <see cref="ExitCodes"/>.</param>
/// <param name="message">What, where, and what to do.</param>
internal sealed class VerbFault(int exitCode, string message) : Exception(message)
{
    public int ExitCode { get; } = exitCode;
}
