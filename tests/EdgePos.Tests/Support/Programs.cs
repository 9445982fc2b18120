namespace EdgePos.Tests;

/// <summary>
/// Our own programs, as built beside the tests. EDGEPOS_TEST_BIN names a folder with others to test, for instance the
/// published native ones.
/// </summary>
public static class Programs
{
    public static string Gateway => Find("edge/EdgePos.Gateway", "edgepos-gateway");

    public static string HeadOffice => Find("edge/EdgePos.HeadOffice", "edgepos-headoffice");

    public static string Register => Find("edge/EdgePos.Register", "edgepos-register");

    public static string Edgeposctl => Find("provisioning/EdgePos.Provisioning", "edgeposctl");

    /// <summary>The top folder of the repo.</summary>
    public static string Repo { get; } = FindRepo();

    private static string Find(string project, string program)
    {
        if (Environment.GetEnvironmentVariable("EDGEPOS_TEST_BIN") is { Length: > 0 } folder)
            return Path.Combine(folder, program);
        string framework = Path.GetFileName(AppContext.BaseDirectory.TrimEnd('/'));
        string configuration = Path.GetFileName(Path.GetDirectoryName(AppContext.BaseDirectory.TrimEnd('/')))!;
        return Path.Combine(Repo, project, "bin", configuration, framework, program);
    }

    private static string FindRepo()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "EdgePos.sln")))
            folder = Path.GetDirectoryName(folder);
        return folder ?? throw new InvalidOperationException("The tests run inside the repo.");
    }
}
