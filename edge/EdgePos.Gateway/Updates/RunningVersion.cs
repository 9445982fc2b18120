using EdgePos.HeadOffice.V1;

namespace EdgePos.Gateway;

/// <summary>Which version this program is.</summary>
internal static class RunningVersion
{
    /// <summary>By the package whose folder it runs from (…/versions/0.2.0-BUILD), else by the program itself.</summary>
    public static string Now { get; } = Of(Environment.ProcessPath) ?? typeof(RunningVersion).Assembly.GetName().Version!.ToString(3);

    /// <summary>The version of a package by a program in its folder; null: it lies in none.</summary>
    public static string? Of(string? program) =>
        Path.GetDirectoryName(program) is { } folder && Path.GetFileName(Path.GetDirectoryName(folder)) == "versions"
            && Path.GetFileName(folder).Split('-')[0] is var version && ReleaseNote.TryVersion(version) is not null ? version : null;
}
