using System.Runtime.CompilerServices;

namespace EdgePos.Store;

/// <summary>What must hold. Where it does not there is a bug, and the process ends rather than go on with wrong books.</summary>
public static class Invariant
{
    /// <summary>Throws <see cref="InvariantBroken"/> where the condition does not hold; on in release too.</summary>
    public static void Check(bool holds, string what, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        if (!holds)
            throw new InvariantBroken($"{Path.GetFileName(file)}:{line}: {what}");
    }
}

/// <summary>A bug.</summary>
public sealed class InvariantBroken(string message) : Exception(message);
