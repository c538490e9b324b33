rootProject.name = "profilekit"
