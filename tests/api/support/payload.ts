export interface User {
  email: string;
  token: string;
  username: string;
  bio: string | null;
  image: string | null;
}

export interface Profile {
  username: string;
  bio: string | null;
  image: string | null;
  following: boolean;
}

export interface Article {
  slug: string;
  title: string;
  description: string;
  body: string;
  tagList: string[];
  createdAt: string;
  updatedAt: string;
  favorited: boolean;
  favoritesCount: number;
  author: Profile;
}

export interface Comment {
  id: number;
  createdAt: string;
  updatedAt: string;
  body: string;
  author: Profile;
}

/** What a body may hold; a test reads the part it expects and asserts on it, and shapes.ts checks the whole. */
export interface Payload {
  user: User;
  profile: Profile;
  article: Article;
  articles: Article[];
  articlesCount: number;
  comment: Comment;
  comments: Comment[];
  tags: string[];
  errors: Record<string, unknown>;
}
