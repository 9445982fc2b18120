using EdgePos.HeadOffice;

// Head office: without a verb, or with "serve", it serves; the other verbs ask one that runs, or look into the books.
bool serves = args is [] or ["serve", ..]
    || (args[0].StartsWith("--", StringComparison.Ordinal) && args[0] is not ("--help" or "--version"));
if (serves)
    return await Serving.RunAsync(args is ["serve", ..] ? args[1..] : args);
return await CommandLine.RunAsync(args);
